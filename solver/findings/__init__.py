"""What a check can find: one file a finding, found by solver.findings.finders."""
