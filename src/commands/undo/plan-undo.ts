import type { EntryOf, LedgerEntry } from "../../ledger/entry.ts";
import { mayEditOrganization } from "../../policy/editability.ts";
import { restoreSettings } from "../../policy/undo.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findStandingEntries, type RecordEntry } from "../../store/ledger/standing-entries.ts";
import { installationsOf } from "../../store/tables/installations-of.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { notFound } from "../../tenancy/refusals.ts";
import type { Command } from "../command.ts";
import { findVisibleScenes } from "../organizations/find-visible-scenes.ts";
import type { DecidedSettings } from "../organizations/organization-settings.ts";
import {
  CHANGED_SINCE,
  MOST_COMMANDS,
  MOST_SETTINGS,
  MOST_STANDING,
  NOT_EXACT,
  neverUndone,
  REACHES_FURTHER,
  TOO_LARGE,
  UNDONE_ALREADY,
  UNDONE_TOO_OFTEN,
} from "./undo-refusals.ts";
import { howUndone } from "./undo-table.ts";

/** What undoes a change: settings of organizations, which are decided together, and other commands, in their order. */
export interface PlannedUndo {
  readonly settings: readonly DecidedSettings[];
  readonly commands: readonly Command[];
}

/** Why some entries of a change cannot be undone. */
export interface UndoObstacle {
  readonly refusal: Refusal;
  /** For how many entries it holds. */
  readonly entries: number;
  /** The later entry that stands in the way, the newest if there are several, or null. */
  readonly later: RecordEntry | null;
}

/**
 * Finds out what undoes these entries of one change, or why that cannot be done: all of them or none. Records nothing, and
 * does not perform the commands, which can be refused, too.
 */
export async function planUndo(
  database: Database,
  entries: readonly LedgerEntry[],
  attempt: Attempt,
): Promise<Result<PlannedUndo, readonly UndoObstacle[]>> {
  const main = entries.filter(({ action, subject }) => (howUndone(action)?.subject ?? subject) === subject);
  const settings = main.filter(isOfSettings);
  const others = main.filter((entry) => !isOfSettings(entry));
  if (settings.length > MOST_SETTINGS || others.length > MOST_COMMANDS) {
    return err([{ refusal: TOO_LARGE, entries: entries.length, later: null }]);
  }
  const found = new Obstacles();
  const commands = await planCommands(database, others, found);
  await findLater(database, entries, found);
  const decided = found.isEmpty ? await restoreAll(database, settings, { attempt, found }) : [];
  if (!found.isEmpty) return err(found.all);
  return main.length === 0
    ? err([{ refusal: NOT_EXACT, entries: entries.length, later: null }])
    : ok({ settings: decided, commands: commands.reverse() });
}

/** Obstacles, counted by their code. */
class Obstacles {
  readonly #byCode = new Map<string, UndoObstacle>();

  add(refusal: Refusal, later: RecordEntry | null = null): void {
    const known = this.#byCode.get(refusal.code);
    const newest = known?.later && later && known.later.sequence > later.sequence ? known.later : later;
    this.#byCode.set(refusal.code, { refusal, entries: (known?.entries ?? 0) + 1, later: newest });
  }

  get isEmpty(): boolean {
    return this.#byCode.size === 0;
  }

  get all(): readonly UndoObstacle[] {
    return [...this.#byCode.values()];
  }
}

function isOfSettings(entry: LedgerEntry): entry is LedgerEntry & EntryOf<"organization_settings"> {
  return howUndone(entry.action)?.by === "settings" && entry.subject === "organization_settings";
}

async function planCommands(
  database: Database,
  entries: readonly LedgerEntry[],
  found: Obstacles,
): Promise<Command[]> {
  const commands: Command[] = [];
  for (const entry of entries) {
    const how = howUndone(entry.action);
    if (how?.by !== "command") {
      found.add(how?.by === "nothing" ? neverUndone(how.why) : NOT_EXACT);
      continue;
    }
    const command = how.command(entry);
    if (!command.ok) found.add(command.error);
    else if (await isInUse(database, entry)) found.add(REACHES_FURTHER);
    else commands.push(command.value);
  }
  return commands;
}

/** Whether installations are counted for an organization or a user that the undo would remove. */
async function isInUse(
  database: Database,
  { subject, id, before, organizationId }: LedgerEntry,
): Promise<boolean> {
  if (before !== null || organizationId === null) return false;
  const userId = subject === "user" ? id : undefined;
  return (await installationsOf(database, { organizationIds: [organizationId], userId, max: 1 })).length > 0;
}

/** Adds what was changed again after these entries. */
async function findLater(
  database: Database,
  entries: readonly LedgerEntry[],
  found: Obstacles,
): Promise<void> {
  const asked = new Map(entries.map((entry) => [`${entry.subject} ${entry.id}`, entry]));
  for (const { newest, standing } of await findStandingEntries(database, [...asked.values()])) {
    const entry = asked.get(`${newest.subject} ${newest.id}`);
    if (!entry) continue;
    if (standing.some(({ sequence }) => sequence === entry.sequence)) {
      if (standing.length > MOST_STANDING) found.add(UNDONE_TOO_OFTEN);
      continue;
    }
    const last = standing.at(-1) ?? newest;
    // An undo with nothing before what it undoes: the record was not there, or nothing was set.
    const isUndone = last.sequence < entry.sequence || last.undoes !== null;
    found.add(isUndone ? UNDONE_ALREADY : CHANGED_SINCE, isUndone ? newest : last);
  }
}

/** How many organizations are read at once. */
const AT_ONCE = 500;

async function restoreAll(
  database: Database,
  entries: readonly EntryOf<"organization_settings">[],
  { attempt, found }: { readonly attempt: Attempt; readonly found: Obstacles },
): Promise<readonly DecidedSettings[]> {
  const decided: DecidedSettings[] = [];
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const some = entries.slice(from, from + AT_ONCE);
    const scenes = await findVisibleScenes(
      database,
      attempt.actor,
      some.map(({ id }) => id),
    );
    for (const entry of some) {
      const one = restore(scenes.get(entry.id), entry, attempt);
      if (one.ok) decided.push(one.value);
      else found.add(one.error);
    }
  }
  return decided;
}

function restore(
  scene: DecidedSettings["scene"] | undefined,
  { before, after }: EntryOf<"organization_settings">,
  attempt: Attempt,
): Result<DecidedSettings, Refusal> {
  if (!scene) return notFound("organization");
  const allowed = mayEditOrganization(attempt.actor, scene);
  if (!allowed.ok) return allowed;
  const restored = before && after && restoreSettings(scene, { before, after }, attempt);
  if (!restored) return err(NOT_EXACT);
  const isInherited = restored.own === null && Object.values(restored.partners).every((one) => !one.schedule);
  const action = isInherited ? "return_to_inheritance" : "change_organization_settings";
  return ok({ scene, after: restored, action });
}
