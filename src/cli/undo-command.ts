import type { Command } from "commander";
import type { Shape } from "../client/shape.ts";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { countText, showInstant } from "./format-text.ts";
import { previewText } from "./preview-text.ts";
import { releasePreviewText } from "./release-preview-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface UndoOptions {
  readonly dryRun?: boolean;
}

type Preview = Shape<"UndoPreview">;

/** `sluice undo`: takes back the change that an entry of the audit is part of. */
export function addUndoCommand(program: Command, session: Session): void {
  const undo = program
    .command("undo")
    .description("undo the change that an entry of the audit is part of, all of it or nothing")
    .argument("<sequence>", "the number of the entry, as sluice audit shows it")
    .option("--dry-run", "change nothing, only say whether it can be undone and what that would do")
    .option(...JSON_OPTION);
  withExample(undo, "sluice undo 4711 --dry-run", "sluice undo 4711").action(
    answering(session, (sequence: string, options: UndoOptions) => undoEntry(session, sequence, options)),
  );
}

async function undoEntry(session: Session, given: string, { dryRun }: UndoOptions): Promise<Outcome> {
  const sequence = Number(given);
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    const message = `"${given}" is not the number of an entry; give a whole number, such as 4711`;
    return fail(EXIT.usage, { code: "number_out_of_range", message });
  }
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const params = { path: { sequence } };
  if (dryRun) {
    const seen = await orFailure(client.value.api.GET("/v1/adminAudit/events/{sequence}/undo", { params }));
    return seen.ok ? ok({ text: undoText(seen.value.body), json: seen.value.body }) : seen;
  }
  const done = await orFailure(client.value.api.POST("/v1/adminAudit/events/{sequence}/undo", { params }));
  if (!done.ok) return done;
  const { body } = done.value;
  return ok({
    text: `Undone, with ${countText(body.entries, "new record")} in the audit, from entry ${body.sequence} on.`,
    json: body,
  });
}

/** Whether a change can be undone, and what that would do, or why not. */
function undoText({ entries, possible, reasons, preview, release }: Preview): string {
  if (!possible) {
    return reasons
      .map(({ message, entries: some, later }) => {
        const many = entries > 1 ? ` (${some} of ${entries} records)` : "";
        const by = later
          ? ` It was changed by ${later.actor.displayName} at ${showInstant(later.created)}, with entry ${later.sequence}.`
          : "";
        return `${message}${many}${by}`;
      })
      .join("\n");
  }
  const can = `Can be undone: ${countText(entries, "record")}.`;
  if (preview) return `${can}\n${previewText(preview)}`;
  return release ? `${can}\n${releasePreviewText(release)}` : can;
}
