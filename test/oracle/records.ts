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
  /** R33: each state, and since when. */
  states: readonly { readonly at: number; readonly state: string }[];
  floor: object | null;
  supportEndsAt: number | null;
  expiresAt: number | null;
  expiryReason: string | null;
  warnDays: number;
  blocks: readonly BlockRecord[];
  /** R32: `from` and `to` are versions of the system, both included. */
  builds: { name: string; at: number; from: string | null; to: string | null }[];
  /** R56: whether builds for every computer are expected. */
  isExpected: boolean;
}

export interface BlockRecord {
  readonly platform: string | null;
  readonly arch: string | null;
  readonly osVersion: { readonly from: string | null; readonly below: string | null } | null;
  readonly until: number | null;
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
