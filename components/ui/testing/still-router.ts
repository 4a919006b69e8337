const unused = () => {
  throw new Error("drawing a page must not move it");
};

/** The router of a page that is only drawn: whoever uses it fails the test. */
export const STILL_ROUTER = {
  bfcacheId: "1",
  back: unused,
  forward: unused,
  refresh: unused,
  push: unused,
  replace: unused,
  prefetch: unused,
};
