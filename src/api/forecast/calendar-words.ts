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
  /** A schedule that is deferred: {cadence}, {later}. */
  readonly deferred: string;
  /** How many weeks later: {weeks}, in the plural forms of the language. */
  readonly later: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
}

/** The words of each language of the page; those of a schedule are the ones that the page says. */
const CALENDAR_WORDS: Readonly<Record<Locale, CalendarWords>> = {
  en: {
    about: "Releases of {product} for {customer}, if nothing changes. Schedule: {schedule}.",
    offered: "From {day} on, {customer} is offered this version. Schedule: {schedule}.",
    cadences: { automatic: "automatic updates", latest: "latest", slow: "slow" },
    deferred: "{cadence}, {later}",
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
    deferred: "{cadence}, {later}",
    later: { one: "report d’une semaine", other: "report de {weeks} semaines" },
  },
  nl: {
    about: "Releases van {product} voor {customer}, als er niets verandert. Releaseschema: {schedule}.",
    offered: "Vanaf {day} wordt deze versie aan {customer} aangeboden. Releaseschema: {schedule}.",
    cadences: { automatic: "automatische updates", latest: "nieuwste release", slow: "langzame release" },
    deferred: "{cadence}, {later}",
    later: { one: "{weeks} week uitstel", other: "{weeks} weken uitstel" },
  },
  de: {
    about: "Releases von {product} für {customer}, wenn sich nichts ändert. Zeitplan: {schedule}.",
    offered: "Ab dem {day} wird diese Version {customer} angeboten. Zeitplan: {schedule}.",
    cadences: { automatic: "automatische Updates", latest: "neueste Version", slow: "langsames Release" },
    deferred: "{cadence}, {later}",
    later: { one: "{weeks} Woche Aufschub", other: "{weeks} Wochen Aufschub" },
  },
  es: {
    about: "Versiones de {product} para {customer}, si nada cambia. Programación: {schedule}.",
    offered: "A partir del {day} se ofrece esta versión a {customer}. Programación: {schedule}.",
    cadences: { automatic: "actualizaciones automáticas", latest: "última versión", slow: "versión lenta" },
    deferred: "{cadence}, {later}",
    later: { one: "{weeks} semana después", other: "{weeks} semanas después" },
  },
  it: {
    about: "Versioni di {product} per {customer}, se nulla cambia. Pianificazione: {schedule}.",
    offered: "Dal giorno {day} questa versione viene proposta a {customer}. Pianificazione: {schedule}.",
    cadences: { automatic: "aggiornamenti automatici", latest: "ultima versione", slow: "versione lenta" },
    deferred: "{cadence}, {later}",
    later: { one: "rinvio di {weeks} settimana", other: "rinvio di {weeks} settimane" },
  },
  pt: {
    about: "Versões de {product} para {customer}, se nada mudar. Programação: {schedule}.",
    offered: "A partir de {day}, esta versão é oferecida a {customer}. Programação: {schedule}.",
    cadences: { automatic: "atualizações automáticas", latest: "versão mais recente", slow: "versão lenta" },
    deferred: "{cadence}, {later}",
    later: { one: "{weeks} semana depois", other: "{weeks} semanas depois" },
  },
  ja: {
    about: "変更がない場合の、{customer}向け{product}のリリースです。スケジュール：{schedule}。",
    offered: "{day}から、{customer}にこのバージョンが提供されます。スケジュール：{schedule}。",
    cadences: { automatic: "自動更新", latest: "最新", slow: "スロー" },
    deferred: "{cadence}、{later}",
    later: { other: "{weeks}週間の延期" },
  },
  ar: {
    about: "إصدارات {product} لدى {customer}، إن لم يتغير شيء. الجدول: {schedule}.",
    offered: "اعتبارًا من {day} يُعرض هذا الإصدار على {customer}. الجدول: {schedule}.",
    cadences: { automatic: "تحديثات تلقائية", latest: "الأحدث", slow: "بطيء" },
    deferred: "{cadence}، {later}",
    later: {
      one: "بعد أسبوع واحد",
      two: "بعد أسبوعين",
      few: "بعد {weeks} أسابيع",
      many: "بعد {weeks} أسبوعًا",
      other: "بعد {weeks} أسبوع",
    },
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
  const { cadences, deferred, later } = CALENDAR_WORDS[locale];
  const cadence = cadences[schedule.cadence];
  const weeks = deferralOf(schedule);
  if (weeks === 0) return cadence;
  const form = later[new Intl.PluralRules(locale).select(weeks)] ?? later.other;
  return fill(deferred, { cadence, later: fill(form, { weeks: String(weeks) }) });
}

/** Puts values into a text where their names stand in braces. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
