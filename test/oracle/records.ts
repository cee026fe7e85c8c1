import type { Action } from "../spec/action.ts";
import type { Persona } from "../spec/persona.ts";

/** One thing that somebody tried at an instant (milliseconds); the oracle decides by itself whether it is refused. */
export interface Event {
  readonly at: number;
  readonly by: Persona;
  readonly action: Action;
}

/** A schedule in its short form with the instant at which it was said. */
export interface Said {
  readonly schedule: string;
  readonly at: number;
}

export interface PartnerRecord {
  feature: boolean;
  schedule: Said | null;
  allow: boolean;
}

export interface OrganizationRecord {
  partners: readonly string[];
  own: Said | null;
  legacy: { frequency: string; weeks: number } | null;
  /** What each partner said for this organization. */
  words: Record<string, { schedule: Said | null; allow: boolean | null }>;
}

export interface ReleaseRecord {
  version: string;
  automaticAt: number;
  slowAt: number | null;
  rolloutDays: number;
  critical: { scope: string } | null;
  state: string;
  builds: { name: string; at: number }[];
}

/** Everything there is, as plain records that an event changes in place. */
export interface Records {
  partners: Record<string, PartnerRecord>;
  organizations: Record<string, OrganizationRecord>;
  users: Record<string, { organization: string; on: boolean }>;
  releases: Record<string, ReleaseRecord>;
}

export function noRecords(): Records {
  return { partners: {}, organizations: {}, users: {}, releases: {} };
}
