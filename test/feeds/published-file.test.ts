import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Build } from "../../src/catalog/build.ts";
import type { CalendarEntry } from "../../src/catalog/calendar.ts";
import { findPublishedFile } from "../../src/catalog/published-file.ts";
import type { Companion } from "../../src/catalog/updaters.ts";
import { toInstant } from "../../src/instant.ts";
import { aBuild, anEntry } from "./feed-server.ts";

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

function aCompanion(text: string, change: Partial<Companion> = {}): Companion {
  const rest = { sha512: "", sha1: "", from: null, edSignature: null } as const;
  return {
    kind: "blockmap",
    fileName: `${text}.blockmap`,
    size: text.length,
    sha256: sha256Of(text),
    ...rest,
    ...change,
  };
}

/** A build whose bytes are its name, with a block map of its own. */
function built(fileName: string, change: Partial<Build> = {}): Build {
  const companions = [aCompanion(`map of ${fileName}`, { fileName: `${fileName}.blockmap` })];
  return aBuild(Buffer.from(fileName), { fileName, companions, ...change });
}

const NEW = built("App-45.5.0.exe");
const OLD = built("App-45.4.1.exe");
const CALENDAR = [anEntry("45.5.0", [NEW]), anEntry("45.4.1", [OLD])];

const find = (build: Build, fileName: string, calendar = CALENDAR) =>
  findPublishedFile(calendar, { sha256: build.sha256 ?? "", fileName });
const mapOf = (fileName: string) => sha256Of(`map of ${fileName}`);

describe("the file at an address", () => {
  test("is the build with this digest and this name", () => {
    const { sha256, fileName, size, addedAt } = NEW;
    expect(find(NEW, fileName)).toEqual({ sha256, fileName, size, addedAt, isImmutable: true });
    expect(find(NEW, OLD.fileName)).toBeNull();
    expect(find(NEW, "App-45.5.0.EXE")).toBeNull();
  });

  test("is a companion by its own digest and name", () => {
    const delta = aCompanion("a delta", { kind: "delta", fileName: "45.4.1.delta", from: "45.4.1" });
    const calendar = [anEntry("45.5.0", [{ ...NEW, companions: [...NEW.companions, delta] }])];
    for (const { sha256, fileName, size } of [delta, ...NEW.companions]) {
      const found = findPublishedFile(calendar, { sha256, fileName });
      expect(found).toMatchObject({ sha256, fileName, size, isImmutable: true });
    }
    expect(findPublishedFile(calendar, { sha256: delta.sha256, fileName: "other.delta" })).toBeNull();
    expect(find(NEW, "45.4.1.delta", calendar)).toBeNull();
  });

  test("is the block map of a build at the address of the build, where a newer map may come", () => {
    expect(find(NEW, "App-45.5.0.exe.blockmap")).toEqual({
      sha256: mapOf("App-45.5.0.exe"),
      fileName: "App-45.5.0.exe.blockmap",
      size: "map of App-45.5.0.exe".length,
      addedAt: NEW.addedAt,
      isImmutable: false,
    });
  });

  test("is the newest of several block maps of a build", () => {
    const maps = [aCompanion("a newer map"), ...NEW.companions];
    const calendar = [anEntry("45.5.0", [{ ...NEW, companions: maps }])];
    expect(find(NEW, "App-45.5.0.exe.blockmap", calendar)?.sha256).toBe(sha256Of("a newer map"));
  });

  test("is the block map of another build that has this name, which electron-updater asks for so", () => {
    expect(find(NEW, "App-45.4.1.exe.blockmap")).toMatchObject({
      sha256: mapOf("App-45.4.1.exe"),
      isImmutable: false,
    });
    expect(find(NEW, "App-45.4.0.exe.blockmap")).toBeNull();
    expect(
      findPublishedFile(CALENDAR, { sha256: "0".repeat(64), fileName: "App-45.4.1.exe.blockmap" }),
    ).toBeNull();
  });

  test("is never the block map of a build for other machines, nor of one that is only planned", () => {
    const changes: readonly Partial<Build>[] = [{ platform: "mac" }, { arch: "arm64" }];
    for (const change of changes) {
      const calendar = [anEntry("45.5.0", [NEW]), anEntry("45.4.1", [{ ...OLD, ...change }])];
      expect(find(NEW, "App-45.4.1.exe.blockmap", calendar)).toBeNull();
    }
    expect(find(NEW, "App-45.4.1.exe.blockmap", [CALENDAR[0]!, planned(CALENDAR[1]!)])).toBeNull();
    expect(find(OLD, "App-45.4.1.exe.blockmap", [planned(CALENDAR[1]!)])).not.toBeNull();
  });

  test("is the block map of the newer of two builds of one name", () => {
    const rebuilt = built("App-45.4.1.exe", {
      sha256: sha256Of("rebuilt"),
      addedAt: toInstant(1000),
      companions: [aCompanion("map of the rebuilt one")],
    });
    for (const builds of [
      [OLD, rebuilt],
      [rebuilt, OLD],
    ]) {
      const calendar = [anEntry("45.5.0", [NEW]), anEntry("45.4.1", builds)];
      const found = find(NEW, "App-45.4.1.exe.blockmap", calendar);
      expect(found?.sha256).toBe(sha256Of("map of the rebuilt one"));
      // Under its own digest each build has its own map.
      expect(find(OLD, "App-45.4.1.exe.blockmap", calendar)?.sha256).toBe(mapOf("App-45.4.1.exe"));
    }
  });

  test("is none where the build has no block map, even if another one of its name does", () => {
    const without = built("App.exe", { sha256: sha256Of("without"), companions: [] });
    const calendar = [anEntry("45.5.0", [without]), anEntry("45.4.1", [built("App.exe")])];
    expect(find(without, "App.exe.blockmap", calendar)).toBeNull();
  });
});

function planned({ release, ...entry }: CalendarEntry): CalendarEntry {
  return { ...entry, release: { ...release, state: "planned" } };
}
