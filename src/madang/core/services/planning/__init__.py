"""The planner's page: what a change of the law would do to people and cost, from the same rules, counted without names."""
