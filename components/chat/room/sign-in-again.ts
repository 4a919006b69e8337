type Place = Pick<Location, "pathname" | "search" | "assign">;

/**
 * Goes to where one signs in, and comes back to the page that one was on; once, however much is refused at the same
 * time. What is written is kept on the device until then.
 */
export function signInAgain(place: () => Place = () => window.location): () => void {
  let isLeaving = false;
  return () => {
    if (isLeaving) return;
    isLeaving = true;
    const { pathname, search } = place();
    place().assign(`/sign-in?${new URLSearchParams({ next: `${pathname}${search}` })}`);
  };
}
