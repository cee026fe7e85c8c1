import type { Cadence, Schedule } from "../../policy/schedule.ts";
import { deferralOf } from "../../policy/schedule.ts";
import { LANGUAGES, type Locale } from "../../tenancy/locale.ts";

/** What a forecast says of itself as a calendar, in one language. */
interface CalendarWords {
  /** The calendar's description: {product}, {customer}, {schedule}. */
  readonly about: string;
  /** A release's description: {day}, {customer}, {schedule}. */
  readonly offered: string;
  readonly cadences: Readonly<Record<Cadence, string>>;
  /** How many weeks later: {weeks}, in the plural forms of the language. */
  readonly later: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
}

/** The words of each language of the page; those of a schedule are the ones that the page says. */
const CALENDAR_WORDS: Readonly<Record<Locale, CalendarWords>> = {
  en: {
    about: "Releases of {product} for {customer}, if nothing changes. Schedule: {schedule}.",
    offered: "From {day} on, {customer} is offered this version. Schedule: {schedule}.",
    cadences: { automatic: "automatic updates", latest: "latest", slow: "slow" },
    later: { one: "{weeks} week later", other: "{weeks} weeks later" },
  },
  fr: {
    about: "Versions de {product} pour {customer}, si rien ne change. Programmation : {schedule}.",
    offered: "À partir du {day}, cette version est proposée à {customer}. Programmation : {schedule}.",
    cadences: {
      automatic: "mises à jour automatiques",
      latest: "dernière version",
      slow: "version lente",
    },
    later: { one: "report d’une semaine", other: "report de {weeks} semaines" },
  },
  nl: {
    about: "Releases van {product} voor {customer}, als er niets verandert. Releaseschema: {schedule}.",
    offered: "Vanaf {day} wordt deze versie aan {customer} aangeboden. Releaseschema: {schedule}.",
    cadences: { automatic: "automatische updates", latest: "nieuwste release", slow: "langzame release" },
    later: { one: "{weeks} week uitstel", other: "{weeks} weken uitstel" },
  },
};

/** What a calendar is about. */
interface CalendarSubject {
  readonly customer: string;
  readonly schedule: Schedule;
}

/** The description of the calendar, in a language. */
export function describeCalendar(
  locale: Locale,
  { product, customer, schedule }: CalendarSubject & { readonly product: string },
): string {
  return fill(CALENDAR_WORDS[locale].about, { product, customer, schedule: describe(locale, schedule) });
}

/** The description of one release that is offered from an instant on, whose day in UTC is told (R4). */
export function describeOffer(
  locale: Locale,
  { at, customer, schedule }: CalendarSubject & { readonly at: number },
): string {
  const days = new Intl.DateTimeFormat(LANGUAGES[locale].tag, { dateStyle: "long", timeZone: "UTC" });
  return fill(CALENDAR_WORDS[locale].offered, {
    day: days.format(at),
    customer,
    schedule: describe(locale, schedule),
  });
}

function describe(locale: Locale, schedule: Schedule): string {
  const { cadences, later } = CALENDAR_WORDS[locale];
  const cadence = cadences[schedule.cadence];
  const weeks = deferralOf(schedule);
  if (weeks === 0) return cadence;
  const form = later[new Intl.PluralRules(locale).select(weeks)] ?? later.other;
  return `${cadence}, ${fill(form, { weeks: String(weeks) })}`;
}

/** Puts values into a text where their names stand in braces. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
