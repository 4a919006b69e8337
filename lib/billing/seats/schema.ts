import { z } from "zod";

/** Wire shapes and views of teams, shared by browser and server. */

/** One seat, or one invitation, of the caller's own. */
export const Chosen = z.object({ id: z.uuid() });
export type Chosen = z.infer<typeof Chosen>;

export type MemberView = {
  id: string;
  email: string;
  name: string | null;
  takenAt: Date;
  /** False for who came last where there are more members than seats: they are on Free. */
  hasSeat: boolean;
};

export type InvitationView = { id: string; email: string; expiresAt: Date; isOver: boolean };

/** Somebody's own team. */
export type TeamView = {
  /** Paid for, the owner's own among them. */
  seats: number;
  /** Fewer, from then on. */
  planned: { seats: number; at: Date } | null;
  /** Nobody has them, and they are promised to nobody. */
  free: number;
  /** Why nobody can be invited or added at the moment. */
  hurdle: string | null;
  members: MemberView[];
  invitations: InvitationView[];
};

/** The team of somebody else that one belongs to. `paysToo`: they pay for a plan of their own besides. */
export type MembershipView = { id: string; owner: string; paysToo: string | null };

/** What a mailed link leads to. `wrong`: it is for another mailbox than the one that is signed in. */
export type InvitationFound =
  | { kind: "open"; owner: string }
  | { kind: "wrong"; owner: string }
  | { kind: "over" }
  | { kind: "member" };
