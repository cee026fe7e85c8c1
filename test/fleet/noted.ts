import type { RawCheckIn } from "../../src/fleet/raw-check-in.ts";
import { at, version } from "../support/records.ts";

export const START = at("2026-03-01T12:00:00Z");

/** All that differs between two check-ins of an installation, one at a time. */
export const STATES: readonly Partial<RawCheckIn>[] = [
  {},
  { running: "45.2" },
  { running: null },
  { os: "10.0.19045" },
  { managed: true },
  { target: 1 },
  { user: "11111111-0000-4000-8000-000000000001" },
  { updater: "electron" },
  { offered: version("45.3") },
  { offered: version("45.3.1") },
  { offered: version("45.4") },
  { running: "45.1", os: null, user: "45.1" },
];

/** A check-in as it is noted; a test gives only the fields that it is about. */
export function aNote(change: Partial<RawCheckIn> = {}): RawCheckIn {
  return {
    organizationId: "00000000-0000-4000-8000-000000000001",
    installation: "one",
    user: null,
    updater: null,
    target: 0,
    running: "45.1",
    os: null,
    managed: false,
    enrolmentKey: null,
    offered: null,
    at: START,
    waitsSince: change.at ?? START,
    ...change,
  };
}
