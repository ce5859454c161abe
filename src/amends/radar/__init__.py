"""What is coming: baselines, detectors, emerging phrases. Pure: no Django, no I/O."""
