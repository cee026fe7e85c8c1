import { signOut } from "../data/me.ts";
import { liveChanges } from "./live-changes.ts";

/** Signs out. The stream is closed first, so that the end of the session is not taken for an unexpected one. */
export function leaveForGood(): void {
  liveChanges.stop();
  void signOut();
}
