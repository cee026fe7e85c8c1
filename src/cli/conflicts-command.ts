import type { Command } from "commander";
import type { ItemOf } from "../client/operation.ts";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import type { Outcome } from "./command-result.ts";
import { formatColumns, showInstant, showSchedule } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";

type Conflict = ItemOf<"/v1/conflicts">;

/** `sluice conflicts`: organizations whose partners say different things, with each side's word (R10). */
export function addConflictsCommand(program: Command, session: Session): void {
  const conflicts = program
    .command("conflicts")
    .description("list organizations whose partners configured them differently, with each side's word (R10)")
    .option("--partner <id>", "only those that this partner serves")
    .option(...JSON_OPTION);
  withExample(
    conflicts,
    "sluice conflicts",
    "sluice conflicts --partner 6f1b0c52-0000-4000-8000-000000000001",
  ).action(answering(session, (options: { partner?: string }) => listConflicts(session, options.partner)));
}

async function listConflicts(session: Session, partner: string | undefined): Promise<Outcome> {
  const partnerId = partner === undefined ? ok(undefined) : readId(partner);
  if (!partnerId.ok) return partnerId;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const query = { partnerId: partnerId.value };
  const listed = await orFailure(client.value.api.listAll("/v1/conflicts", { params: { query } }));
  if (!listed.ok) return listed;
  const json = { items: listed.value };
  if (listed.value.length === 0) return ok({ text: "No partners are in conflict.", json });
  return ok({ text: listed.value.map(conflictText).join("\n\n"), json });
}

function conflictText({ organizationId, organizationName, sides }: Conflict): string {
  const rows = sides.map((side) => [
    `  ${side.partnerName}`,
    showSchedule(side.schedule),
    side.isDefault ? "its default" : "for this organization",
    showInstant(side.setAt),
  ]);
  return `${organizationName} (${organizationId})\n${formatColumns(rows)}`;
}
