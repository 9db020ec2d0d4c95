"""Work on stored dumps: parse again, undo, verify, export, quarantine."""
