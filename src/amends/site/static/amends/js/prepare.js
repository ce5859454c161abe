// Prepare: what scripts add to a form that works without them.
