import type { FastifyReply, FastifyRequest } from "fastify";
import { isCounted, knownKey } from "../../fleet/enrolment-proof.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import type { RawCheckIn } from "../../fleet/raw-check-in.ts";
import { type Refusal, refuse } from "../../result.ts";
import type { EdgeBounds } from "../../serving/edge-bounds.ts";
import { EDGE_LIMITS } from "../../updates/edge-protocol.ts";
import { notAfter, readSentCheckIn } from "../../updates/sent-check-in.ts";
import { readSentUnproven, type SentUnproven } from "../../updates/sent-unproven.ts";
import { sendRefusal } from "../problem.ts";
import type { ConnectedEdges } from "./connected-edges.ts";
import type { EdgesContext } from "./edges-context.ts";
import { isWritten } from "./is-written.ts";

/** Lines that are read before other work of the process may have its turn. */
const SLICE = 50;

/** What became of a batch. */
interface BatchAnswer {
  /** How many check-ins were written, or counted by another fate. */
  readonly taken: number;
  /** How many were of organizations that do not exist. */
  readonly unknown: number;
  /** How many lines were no check-ins. */
  readonly unfit: number;
}

/**
 * Makes `POST /v1/edge/check-ins`: takes what installations told an edge. A batch is taken whole, once it is written, or
 * refused whole (`too_many_lines`, `check_ins_waiting`): then the edge keeps it and sends it again. Lines that are no
 * check-ins, and those of unknown organizations, are counted.
 */
export function checkInsTaker(context: EdgesContext, edges: ConnectedEdges, bounds: EdgeBounds) {
  const { checkIns } = context;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const lines = linesOf(String(request.body ?? ""));
    if (lines.length > EDGE_LIMITS.checkIns) return sendRefusal(reply, TOO_MANY_LINES);
    const hasRoom = () => checkIns.size + lines.length <= bounds.checkIns;
    if (!hasRoom()) return sendRefusal(reply, NO_ROOM);
    const read = await inSlices(readLines(lines));
    // Others were noted meanwhile.
    if (!hasRoom()) return sendRefusal(reply, NO_ROOM);
    const answer = noteAll(context, read);
    if (!(await isWritten(context))) return sendRefusal(reply, NOT_WRITTEN);
    edges.batches++;
    edges.checkIns += answer.taken;
    return reply.send(answer);
  };
}

/** The lines of a text; of a text with more than are taken, a few more than are taken. */
function linesOf(text: string): readonly string[] {
  return text.split("\n", EDGE_LIMITS.checkIns + 2).filter((line) => line !== "");
}

/** What a line of a batch tells. */
type SentLine = RawCheckIn | SentUnproven;

/** Reads each line; null for those that are neither. */
function* readLines(lines: readonly string[]): Generator<void, readonly (SentLine | null)[]> {
  const read: (SentLine | null)[] = [];
  for (const line of lines) {
    read.push(readLine(line));
    if (read.length % SLICE === 0) yield;
  }
  return read;
}

function readLine(line: string): SentLine | null {
  try {
    const json = JSON.parse(line);
    return readSentUnproven(json) ?? readSentCheckIn(json);
  } catch {
    return null;
  }
}

function noteAll(context: EdgesContext, read: readonly (SentLine | null)[]): BatchAnswer {
  const { checkIns, fleet } = context;
  const latest = context.now();
  const known = read.filter((one) => one !== null);
  const counted = { taken: 0, unknown: 0, unfit: read.length - known.length };
  for (const one of known) {
    if (!fleet.isOrganization(fleet.numberOf(one.organizationId))) {
      counted.unknown++;
      continue;
    }
    if ("unproven" in one) checkIns.unprovenChecks.add(one.organizationId, one.unproven);
    else noteProven(context, notAfter(one, latest));
    counted.taken++;
  }
  checkIns.unknown += counted.unknown;
  checkIns.unfit += counted.unfit;
  return counted;
}

/** Notes a check-in; an edge that lags may not know yet that its organization requires an enrolment key, or has ended one. */
function noteProven({ checkIns, fleet }: EdgesContext, checkIn: RawCheckIn): void {
  const enrolment = fleet.enrolmentAt(fleet.numberOf(checkIn.organizationId));
  const enrolmentKey = knownKey(enrolment, checkIn.enrolmentKey);
  if (enrolment && !isCounted(enrolment, enrolmentKey)) {
    checkIns.unprovenChecks.add(checkIn.organizationId);
    return;
  }
  checkIns.note(
    enrolmentKey === checkIn.enrolmentKey ? checkIn : Object.assign({}, checkIn, { enrolmentKey }),
  );
}

const TOO_MANY_LINES = refuse(
  "too_many_lines",
  `A batch has at most ${EDGE_LIMITS.checkIns} check-ins; send them in several.`,
);
const NO_ROOM = refuse(
  "check_ins_waiting",
  "Too many check-ins wait to be written; send the same batch again soon, or to another server.",
);

const NOT_WRITTEN = refuse(
  "check_ins_waiting",
  "Check-ins cannot be written right now; send the same batch again soon, or to another server.",
);

/** The refusal of a batch with more bytes than are taken. */
export const BATCH_TOO_LARGE: Refusal = refuse(
  "body_too_large",
  `A batch has at most ${EDGE_LIMITS.checkInBytes} bytes; send it in several.`,
);
