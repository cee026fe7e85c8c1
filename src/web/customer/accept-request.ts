import type { Me } from "../data/me.ts";
import { readConflict, readSettings } from "../data/organization.ts";
import { acceptRequest, type ScheduleRequest } from "../data/requests.ts";
import { isSameSetting } from "../schedule/schedule.ts";
import { applyChange, type CustomerChange } from "./undo.ts";

/** What accepting a request changed, so that it can be undone. */
export interface Accepted {
  readonly organizationId: string;
  /** What gives the person's own partner again what it had set before. */
  readonly back: CustomerChange;
  /** The ETag of the settings that accepting led to; of older ones if somebody else saved right afterwards. */
  readonly etag: string | null;
}

/** R10: accepts a request, which sets its schedule for the person's own partner; reads what undoes that. */
export async function accept({ id, organizationId, schedule }: ScheduleRequest, me: Me): Promise<Accepted> {
  const before = await readWord(organizationId, me);
  await acceptRequest(id);
  const after = await readWord(organizationId, me);
  const isOurs = isSameSetting(after.side?.schedule ?? after.schedule, schedule);
  const back = before.side && !before.side.isDefault ? before.side.schedule : "inherit";
  return { organizationId, back: { schedule: back }, etag: isOurs ? after.etag : before.etag };
}

/** Gives the own partner what it had set before; refused if the settings changed since. The request stays accepted. */
export function undoAccept({ organizationId, back, etag }: Accepted): Promise<unknown> {
  return applyChange(organizationId, back, etag);
}

/** The settings as the server has them now, and what the person's own partner set if that conflicts with another one. */
async function readWord(organizationId: string, me: Me) {
  const [{ body, etag }, conflict] = await Promise.all([
    readSettings(organizationId),
    readConflict(organizationId),
  ]);
  const side = conflict?.sides.find(({ partnerId }) => partnerId === me.partnerId);
  return { schedule: body.schedule, etag, side };
}
