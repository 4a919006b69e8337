import { z } from "zod";

/** What somebody who leaves types, so that no slip of a hand deletes an account. */
export const DeleteAccount = z.object({ email: z.string().trim().toLowerCase() });
export type DeleteAccount = z.infer<typeof DeleteAccount>;
