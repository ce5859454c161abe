"""Same harm, same remedy: equal complaints compared, and the cases behind a difference."""
