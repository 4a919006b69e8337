/** A mistake somebody could make, and the tests that must notice. */
export type Defect = {
  name: string;
  file: string;
  /** Found exactly once, or the list is out of date. */
  find: string;
  replace: string;
  /** One of these must fail. */
  tests: readonly string[];
};
