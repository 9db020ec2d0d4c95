"""The people of the desk: users and roles, invitations, first steps, help."""
