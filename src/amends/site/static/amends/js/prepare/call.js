// The sheet for a call: what scripts add to a form that works without them.
