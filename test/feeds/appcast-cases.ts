import { expect, test } from "vitest";
import type { Outcome } from "./clients/updater-client.ts";
import type { FeedApp } from "./feed-app.ts";

/** A protocol whose updaters read an appcast. */
interface AppcastProtocol {
  readonly name: "sparkle" | "winsparkle";
  readonly app: () => FeedApp;
  /** What an app of a version ends up with; `feed` is the address that it has, with placeholders. */
  ask(version: string, setting?: { readonly feed?: string }): Promise<Outcome>;
}

/** What holds for every such protocol, of a server on which 2.0.0.7 alone is published. */
export function testAppcast({ name, app, ask }: AppcastProtocol): void {
  test("updates, and has the developer's bytes", async () => {
    expect(await ask("1.0.0.1")).toMatchObject({ kind: "update", version: "2.0.0.7" });
  });

  test.each(["2.0.0.7", "2.0.0.8", "3.0.0", "2.0.0"])("stays on %s, without an error", async (version) => {
    expect(await ask(version)).toEqual({ kind: "stay" });
  });

  test("is not sent back, even where its address does not say what runs", async () => {
    const feed = `/feeds/${name}/{organization}/appcast.xml`;
    expect(await ask("3.0.0.1", { feed })).toEqual({ kind: "stay" });
    expect(await ask("1.0.0.1", { feed })).toMatchObject({ kind: "update", version: "2.0.0.7" });
  });

  test("refuses a file that was changed on the way", async () => {
    const { files } = app();
    for (const [sha256, bytes] of files) files.set(sha256, Buffer.from(bytes).fill("x", 3, 4));
    expect(await ask("1.0.0.1")).toMatchObject({ kind: "error" });
  });

  test.each(["00000000-0000-4000-8000-000000000000", "nobody"])(
    "of an organization that is not known (%s) gets the vendor default",
    async (organization) => {
      const feed = `/feeds/${name}/${organization}/appcast.xml?version={version}`;
      expect(await ask("1.0.0.1", { feed })).toMatchObject({ kind: "update" });
    },
  );

  test("reads pairs in the path", async () => {
    const feed = `/feeds/${name}/{organization}/version/{version}/arch/{arch}/appcast.xml`;
    expect(await ask("1.0.0.1", { feed })).toMatchObject({ kind: "update" });
    expect(await ask("2.0.0.7", { feed })).toEqual({ kind: "stay" });
  });
}
