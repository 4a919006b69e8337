import { useRoom } from "./chat-room";
import { type Desk, newDesk } from "./desk";

/** The desk of the room around; for the screens of the chat and what is in them. */
export function useDesk(): Desk {
  const { viewerId, place } = useRoom();
  return place.open(() => newDesk(viewerId));
}
