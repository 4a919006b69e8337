/** A server that answers every call the same way and writes down what it was asked. */
export function aServer(answer: () => Response | Promise<Response>) {
  const asked: Request[] = [];
  const fetch = async (url: RequestInfo | URL, init: RequestInit = {}) => {
    asked.push(url instanceof Request ? url : new Request(new URL(url, "http://parley.test"), init));
    return answer();
  };
  return { asked, fetch };
}
