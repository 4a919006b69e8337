import { endpoint } from "@/lib/http/endpoint";
import { AppError } from "@/lib/platform/errors";

/** Where no route is, programs get the error body they can read, not the page for people. */
const nothing = endpoint(async () => {
  throw new AppError("not_found");
});

export { nothing as DELETE, nothing as GET, nothing as OPTIONS, nothing as PATCH, nothing as POST, nothing as PUT };
