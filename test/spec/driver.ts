import type { Action } from "./action.ts";
import type { CheckQuestion, ForecastQuestion } from "./expectation.ts";
import type { CheckIn } from "./installation.ts";
import type { Persona } from "./persona.ts";

/** A schedule as the API writes it. */
export interface WireSchedule {
  readonly cadence: string;
  readonly deferralWeeks?: number;
}

/** A reason: its code and parameters. Versions as text, instants as `2026-10-06T00:00:00.000Z`. */
export interface WireReason {
  readonly code: string;
  readonly schedule?: WireSchedule;
  readonly [parameter: string]: unknown;
}

export interface CheckAnswer {
  readonly action: "update" | "stay";
  /** The version to run: the offered one, or the running one as the question wrote it. */
  readonly version: string;
  readonly reasons: readonly WireReason[];
  /** R28: false while a step is offered. */
  readonly final: boolean;
  /** R29: instants as `2026-10-06T00:00:00.000Z`. */
  readonly support: {
    readonly state: string;
    readonly endsAt: string | null;
    readonly expiresAt: string | null;
    readonly enforced: boolean;
  };
  /** R16, R28: after how many seconds to ask again, or null if nothing here says it. */
  readonly nextCheckSeconds: number | null;
}

export interface SettingsAnswer {
  readonly schedule: WireSchedule;
  /** The code of what governs, such as `partner_default`. */
  readonly rule: string;
  /** Nothing is set on the organization itself: no own schedule, no partner's schedule for it, no legacy settings. */
  readonly inherits: boolean;
  readonly allowCustomerOverride: boolean;
  readonly editable: boolean;
  readonly notEditableReason: string | null;
  /** Each side's word by the partner's name; null: no conflict. */
  readonly conflict: Readonly<Record<string, WireSchedule>> | null;
  /** R56: `basis` is `counted`, or `new_installation` where nobody is counted. */
  readonly next: { readonly version: string; readonly at: string; readonly basis: string } | null;
}

export interface PartnerSettingsAnswer {
  readonly schedule: WireSchedule | null;
  readonly allowCustomerOverride: boolean;
  readonly editable: boolean;
  readonly notEditableReason: string | null;
}

export interface UserSettingsAnswer {
  readonly allowAutomaticUpgrades: boolean;
  readonly available: boolean;
  readonly notAvailableReason: string | null;
}

/** The code with which looking or asking is refused (`not_found` for what one may not see). */
export interface Refused {
  readonly refused: string;
}

/**
 * What a scenario needs of an implementation: the policy itself, or a server behind its API. Names in actions and
 * questions (`p1`, `acme`, `ann`) stand for ids; a name that was never made stands for an id that nobody has.
 * Every value is plain JSON. One driver runs one scenario, in an empty installation.
 */
export interface Driver {
  /** From now on it is this instant; never earlier than before. */
  setClock(at: string): Promise<void>;
  /** Does it, or gives the code with which it is refused. */
  perform(persona: Persona, action: Action): Promise<string | null>;
  /** R56: an installation asks, and is counted with what it says by the time that this is done. */
  checkIn(said: CheckIn): Promise<void>;
  check(question: CheckQuestion): Promise<CheckAnswer | Refused>;
  settings(persona: Persona, organization: string): Promise<SettingsAnswer | Refused>;
  partnerSettings(persona: Persona, partner: string): Promise<PartnerSettingsAnswer | Refused>;
  userSettings(persona: Persona, user: string): Promise<UserSettingsAnswer | Refused>;
  /** The releases on their way, the soonest first; from now and without end where the question does not say. */
  forecast(question: ForecastQuestion): Promise<readonly { version: string; eligibleAt: string }[]>;
}

/** The short written form of a scenario (`latest:4`) as the API writes it, wrong ones too. */
export function toWireSchedule(text: string): WireSchedule {
  const [cadence = "", weeks] = text.split(":");
  return weeks === undefined ? { cadence } : { cadence, deferralWeeks: Number(weeks) };
}

/** The inverse of {@link toWireSchedule}. */
export function fromWireSchedule({ cadence, deferralWeeks }: WireSchedule): string {
  return deferralWeeks === undefined ? cadence : `${cadence}:${deferralWeeks}`;
}
