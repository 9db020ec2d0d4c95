"""What is done with stored dumps: parse again, undo, verify, export, quarantine."""
