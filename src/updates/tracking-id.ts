import { randomUUID } from "node:crypto";
import type { RequestHeaders } from "./http.ts";

const TRACKING_ID = /^[\w.:-]{1,100}$/;

/** The id of a request: the one it came with, so that a caller finds its own in the log, or a new one. */
export function toTrackingId({ trackingid: given }: RequestHeaders): string {
  return typeof given === "string" && TRACKING_ID.test(given) ? given : `SLUICE_${randomUUID()}`;
}
