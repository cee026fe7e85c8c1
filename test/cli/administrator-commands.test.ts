import { describe, expect, test } from "vitest";
import { setUpApp } from "../api/people/second-factor.ts";
import { enterAndSignIn } from "../api/people/sign-in.ts";
import { useRealBench } from "./real-bench.ts";

const bench = useRealBench();

describe("sluice administrators", () => {
  test("invite prints a link that is good once, and list has the person", async () => {
    const wanted = ["Ines Bell", "--email", "ines@example.org", "--role", "vendor_admin"];
    const made = await bench.sluice("administrators", "invite", ...wanted);
    expect(made).toMatchObject({ exit: 0, err: "" });
    expect(made.out).toMatch(
      /Ines Bell is entered: [0-9a-f-]{36}\n.*good once, until .*\nhttp:\S+\/welcome#[\w-]{43}\n$/,
    );
    const listed = await bench.sluice("administrators", "list", "--query", "ines@");
    expect(listed.out).toMatch(/Ines Bell +ines@example.org +vendor_admin +none/);
    const json = JSON.parse((await bench.sluice("administrators", "list", "--json")).out);
    expect(json.items.map((one: { email: string }) => one.email)).toContain("ines@example.org");
  });

  test("shows the sessions of a person, ends them, removes lost factors and makes a recovery link", async () => {
    const { id, token } = await enterAndSignIn(bench.server);
    await setUpApp(bench.server, token);
    expect((await bench.sluice("administrators", "list")).out).toContain("totp");
    const sessions = await bench.sluice("administrators", "sessions", id);
    expect(sessions.out).toContain("127.0.0.0/24");
    expect(await bench.sluice("administrators", "end-sessions", id)).toMatchObject({
      exit: 0,
      out: "All sessions are ended.\n",
    });
    expect((await bench.sluice("administrators", "sessions", id)).out).toBe("There is no open session.\n");
    const removed = await bench.sluice("administrators", "remove-second-factors", id);
    expect(removed.out).toBe("Olga has no second factor any more.\n");
    expect((await bench.sluice("administrators", "recovery-link", id)).out).toMatch(/\/welcome#[\w-]{43}\n$/);
  });
});
