"""Reports of the manager: promises kept, questions, where power lacked, who left, what was given."""
