import { ARCHITECTURES, type Architecture, type Platform } from "../../catalog/platform.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { OTHER } from "../feed.ts";

/** The versions of the protocol that are answered. */
export const OMAHA_PROTOCOLS = ["3.1", "4.0"] as const;
export type OmahaProtocol = (typeof OMAHA_PROTOCOLS)[number];

/** The most apps of one request; an updater has a handful. */
const MOST_APPS = 64;
/** The most characters of a text that is read or repeated. */
const MOST_CHARACTERS = 100;

/** An app that an updater asks about. */
export interface OmahaApp {
  /** As it was sent, so that the answer repeats it; null if it was not a text, or is too long. */
  readonly appId: string | null;
  /** What runs, or "" if nothing was said or nothing is installed yet. */
  readonly version: string;
  /** Whether a person asked. */
  readonly isOnDemand: boolean;
  /** What it says of an update, or null if it only tells of events or that it is there. */
  readonly check: OmahaCheck | null;
}

/** What an app says of the update that it asks for. (That it would go back, or take the same again, is not read: R5.) */
export interface OmahaCheck {
  /** The version must be this one or begin with these numbers; "" if any is good. */
  readonly prefix: string;
  /** The client would not install anything. */
  readonly isDisabled: boolean;
}

/** A request of Omaha. */
export interface OmahaRequest {
  readonly protocol: OmahaProtocol;
  /** The name of the list of apps: clients of 4.0 differ in it. */
  readonly list: "app" | "apps";
  /** The platform, or null if it is none that Sluice knows. */
  readonly platform: Platform | null;
  /** The architecture of the system; null if it was not said. */
  readonly arch: Architecture | typeof OTHER | null;
  /** The version of the operating system as it was sent, or "" if it was not said. */
  readonly osVersion: string;
  readonly apps: readonly OmahaApp[];
}

/** Reads the body of a POST. Whatever is in it, nothing but texts of bounded length is taken. */
export function parseOmahaRequest(body: Uint8Array | undefined): Result<OmahaRequest, Refusal> {
  const request = asObject(asObject(readJson(body)).request);
  const protocol = OMAHA_PROTOCOLS.find((known) => known === request.protocol);
  if (protocol === undefined) return err(NO_REQUEST);
  const list = Array.isArray(request.apps) ? "apps" : "app";
  const apps = request[list];
  if (!Array.isArray(apps) || apps.length > MOST_APPS) return err(NO_APPS);
  const os = asObject(request.os);
  return ok({
    protocol,
    list,
    platform: platformOf(asText(os.platform) || asText(request["@os"])),
    arch: archOf(asText(os.arch) || asText(request.arch)),
    osVersion: asText(os.version),
    apps: apps.map(asObject).map(readApp),
  });
}

const NO_REQUEST = refuse(
  "invalid_field",
  `This is no request of Omaha: send JSON with request.protocol ${OMAHA_PROTOCOLS.join(" or ")}.`,
);
const NO_APPS = refuse(
  "invalid_field",
  `request.app (in 4.0 also request.apps) has to be a list of at most ${MOST_APPS} apps.`,
);

function readJson(body: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function readApp(app: Readonly<Record<string, unknown>>): OmahaApp {
  const version = asText(app.version);
  return {
    appId: asText(app.appid) || null,
    version: /^0(\.0)*$/.test(version) ? "" : version,
    isOnDemand: app.installsource === "ondemand",
    check: app.updatecheck === undefined ? null : readCheck(asObject(app.updatecheck)),
  };
}

function readCheck(check: Readonly<Record<string, unknown>>): OmahaCheck {
  const isDisabled = check.updatedisabled === true || check.updatedisabled === "true";
  return { prefix: asText(check.targetversionprefix), isDisabled };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string {
  return typeof value === "string" && value.length <= MOST_CHARACTERS ? value : "";
}

const PLATFORM_NAMES: Readonly<Record<Platform, readonly string[]>> = {
  win: ["win", "windows"],
  mac: ["mac", "mac os x", "macos"],
  linux: ["linux"],
};

function platformOf(text: string): Platform | null {
  const said = text.toLowerCase();
  const known = Object.entries(PLATFORM_NAMES).find(([, names]) => names.includes(said));
  return (known?.[0] as Platform | undefined) ?? null;
}

const ARCHITECTURE_NAMES: Readonly<Record<Architecture, readonly string[]>> = {
  x64: ["x64", "x86_64", "x86-64", "amd64"],
  arm64: ["arm64", "aarch64"],
};

function archOf(text: string): Architecture | typeof OTHER | null {
  if (text === "") return null;
  return ARCHITECTURES.find((arch) => ARCHITECTURE_NAMES[arch].includes(text.toLowerCase())) ?? OTHER;
}

/** Whether a version is one that a prefix allows: `46.1` lets 46.1.2 in, not 46.10. */
export function isWithin(prefix: string, version: readonly number[]): boolean {
  const wanted = prefix.replace(/\.$/, "").split(".").map(Number);
  return prefix === "" || wanted.every((part, place) => part === (version[place] ?? 0));
}
