import type { Build } from "./build.ts";
import type { Calendar } from "./calendar.ts";
import type { Architecture, Platform } from "./platform.ts";

const PLATFORM_WORDS: ReadonlyMap<string, Platform> = new Map([
  ["win", "win"],
  ["windows", "win"],
  ["osx", "mac"],
  ["mac", "mac"],
  ["macos", "mac"],
  ["linux", "linux"],
]);
const ARCH_WORDS: ReadonlyMap<string, Architecture | "other"> = new Map([
  ["x64", "x64"],
  ["amd64", "x64"],
  ["arm64", "arm64"],
  ["aarch64", "arm64"],
  ["x86", "other"],
  ["ia32", "other"],
  ["arm", "other"],
]);

/** What the name of a Velopack channel says: `win`, `osx-arm64`, `linux-x64-beta`. */
export interface VelopackChannel {
  /** In small letters. */
  readonly name: string;
  /** Or null if it does not say it. */
  readonly platform: Platform | null;
  /** Or null if it does not say it. */
  readonly arch: Architecture | "other" | null;
  /** Whether it says a platform and perhaps an architecture and nothing else, so that it is one for all builds of them. */
  readonly isPlain: boolean;
}

export function readChannel(text: string): VelopackChannel {
  const name = text.toLowerCase();
  const words = name.split("-");
  const platforms = words.flatMap((word) => PLATFORM_WORDS.get(word) ?? []);
  const archs = words.flatMap((word) => ARCH_WORDS.get(word) ?? []);
  const isPlain = platforms.length === 1 && archs.length <= 1 && words.length === 1 + archs.length;
  return { name, platform: platforms[0] ?? null, arch: archs[0] ?? null, isPlain };
}

/** The calendars of the channels that builds name, kept because calendars change rarely. */
const KEPT = new WeakMap<Calendar, Map<string | null, Calendar>>();

/** Whether there are builds of a channel, or may be: any build that names no channel is of every plain one. */
export function isKnownChannel({ name, isPlain }: VelopackChannel, calendar: Calendar): boolean {
  return isPlain || calendarsOf(calendar).has(name);
}

/** The calendar with those builds alone that are of a channel; the same list for the same calendar. */
export function calendarOfChannel({ name }: VelopackChannel, calendar: Calendar): Calendar {
  const calendars = calendarsOf(calendar);
  return calendars.get(name) ?? calendars.get(null) ?? calendar;
}

/** By the channel that builds name; with null, of those that name none. */
function calendarsOf(calendar: Calendar): ReadonlyMap<string | null, Calendar> {
  const known = KEPT.get(calendar);
  if (known) return known;
  const named = new Set(calendar.flatMap(({ builds }) => builds.map(channelOf)));
  named.delete(null);
  const made = new Map<string | null, Calendar>();
  made.set(null, named.size === 0 ? calendar : only(calendar, (channel) => channel === null));
  for (const name of named) made.set(name, only(calendar, isOf(name)));
  KEPT.set(calendar, made);
  return made;
}

function isOf(name: string | null): (channel: string | null) => boolean {
  const isPlain = name !== null && readChannel(name).isPlain;
  return (channel) => channel === name || (isPlain && channel === null);
}

function only(calendar: Calendar, isWanted: (channel: string | null) => boolean): Calendar {
  return calendar.map((entry) => ({
    ...entry,
    builds: entry.builds.filter((build) => isWanted(channelOf(build))),
  }));
}

function channelOf({ updaters }: Build): string | null {
  return updaters.velopack?.channel?.toLowerCase() ?? null;
}

/** The platform that the builds of a channel are for, or null if they are for several or there are none. */
export function platformOfChannel(channel: VelopackChannel, calendar: Calendar): Platform | null {
  if (channel.platform !== null) return channel.platform;
  const builds =
    calendarsOf(calendar)
      .get(channel.name)
      ?.flatMap((entry) => entry.builds) ?? [];
  const [platform, ...others] = new Set(builds.map((build) => build.platform));
  return platform !== undefined && others.length === 0 ? platform : null;
}
