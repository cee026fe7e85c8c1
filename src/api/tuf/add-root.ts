import { createPublicKey } from "node:crypto";
import { TufRootAnswer, TufRootBody } from "../../contract/tuf.ts";
import { toTufKey } from "../../feeds/tuf/online-key.ts";
import { isSameRoot, judgeRoot, parseRoot } from "../../feeds/tuf/root.ts";
import { err, ok, refuse } from "../../result.ts";
import { insertTufRoot, listTufRoots } from "../../store/tables/tuf-root-table.ts";
import { listUpdaterKeys } from "../../store/tables/updater-key-table.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed } from "../../tenancy/refusals.ts";
import { showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";

export const addTufRoot = endpoint({
  method: "POST",
  path: "/v1/tuf/roots",
  summary:
    "Give the next version of the root of TUF, signed offline; it is verified as clients will before it is stored. The newest one again changes nothing",
  asksForProof: true,
  body: TufRootBody,
  answer: TufRootAnswer,
  status: 201,
  handle: async ({ actor, body, now }, context) => {
    if (!may(actor, "manage_catalog")) return notAllowed("give a root of TUF");
    const { database } = context.store;
    const metadata = JSON.stringify(body);
    const root = parseRoot(metadata);
    if (!root.ok) return root;
    const newest = (await listTufRoots(database)).at(-1) ?? null;
    const stored = newest && parseRoot(newest.metadata);
    if (newest && stored?.ok && isSameRoot(stored.value, root.value)) {
      const show = await showActors(context, database, actor, [newest.addedBy]);
      return ok({ ...newest, addedBy: show(newest.addedBy) });
    }
    const keys = await listUpdaterKeys(database, "tuf");
    const onlineKeys = keys
      .filter(({ privateKey }) => privateKey !== null)
      .map(({ publicKey }) => toTufKey(createPublicKey(publicKey)));
    const judged = judgeRoot(root.value, { before: newest, onlineKeys, at: now });
    if (!judged.ok) return judged;
    const addedBy = toActorReference(actor);
    const { version } = root.value.signed;
    const added = { version, metadata, addedAt: now, addedBy };
    if (!(await insertTufRoot(database, added))) return err(TAKEN);
    const show = await showActors(context, database, actor, [addedBy]);
    return ok({ ...added, addedBy: show(addedBy) });
  },
});

const TAKEN = refuse(
  "tuf_root_not_next",
  'Somebody else gave this version of the root at the same moment; make the next one with "sluice tuf rotate".',
);
