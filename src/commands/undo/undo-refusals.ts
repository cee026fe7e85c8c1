import { type Refusal, refuse } from "../../result.ts";

/** Why no kind of command takes a change back, each with the sentence of its refusal. */
const NEVER = {
  undo_of_access: "It decides who may sign in and cannot be undone; change the person or the token instead.",
  undo_of_build: "What is said of a build is not undone; correct the build, or pause the release.",
  undo_of_enrolment_key:
    "Apps may have the tag of an enrolment key by now, and the secret of an ended one is not kept; end it, or make a new one.",
  undo_of_new_release: "A release stays in the calendar; move its dates, or withdraw it (R19).",
  undo_of_older_settings:
    "Legacy settings are migrated or imported once and do not come back; set a schedule (R24).",
  undo_of_removal: "What was removed is gone with all that belonged to it; add it again.",
  undo_of_request:
    "What partners asked of each other is not undone; withdraw the request, or change the schedule that was set (R10).",
  undo_of_secret: "The secret of a revoked link is not kept; create a new link.",
} as const;
export type NeverUndone = keyof typeof NEVER;

/** The refusal of an undo that no command can make. */
export function neverUndone(code: NeverUndone): Refusal {
  return refuse(code, `Cannot be undone: ${NEVER[code]}`);
}

export const NOT_EXACT = refuse(
  "undo_not_exact",
  "Cannot be undone: nothing that you may save restores exactly what was there before; change it by hand.",
);

export const REACHES_FURTHER = refuse(
  "undo_reaches_further",
  "Cannot be undone: something else depends on it by now and would go, too; remove that first, or change it by hand.",
);

export const CHANGED_SINCE = refuse(
  "changed_meanwhile",
  "Cannot be undone: it was changed again afterwards; undo the later change first, or change it by hand.",
);

export const UNDONE_ALREADY = refuse("undone_already", "It is undone already; nothing is left to do.");

/**
 * The most entries after which a record was as it is now, each but the last with an undo of an undo after it. Each of them is
 * one more look into the ledger for whoever reads the audit or undoes something.
 */
export const MOST_STANDING = 10;

export const UNDONE_TOO_OFTEN = refuse(
  "undone_too_often",
  "Cannot be undone: it was undone and that undone again too many times in a row; change it by hand.",
);

/** The most records of a change that are undone one by one; settings of organizations are undone in batches. */
export const MOST_COMMANDS = 100;

/** The most organizations whose settings are undone in one change, as many as one bulk change sets. */
export const MOST_SETTINGS = 10_000;

export const TOO_LARGE = refuse(
  "undo_too_large",
  `Cannot be undone in one step: at most ${MOST_COMMANDS} records, or the settings of ${MOST_SETTINGS} organizations, can be; change it by hand.`,
);
