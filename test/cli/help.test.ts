import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { createProgram, runSluice } from "../../src/cli/run.ts";
import { keepTerminal } from "./tiny-server.ts";
import { ID } from "./workbench.ts";

const program = await createProgram({ terminal: keepTerminal(), exit: 0 });

/** The words of every command, such as `["release", "list"]`; the program itself is none. */
function wordsOf(command: Command, before: readonly string[] = []): (readonly string[])[] {
  return command.commands.flatMap((one) => {
    const words = [...before, one.name()];
    return [words, ...wordsOf(one, words)];
  });
}

describe("help", () => {
  test("names every command of the product", () => {
    expect(wordsOf(program).map((words) => words.join(" "))).toEqual([
      "serve",
      "edge",
      "migrate",
      "login",
      "logout",
      "whoami",
      "release",
      "release list",
      "release show",
      "release add",
      "release set",
      "release publish",
      "release pause",
      "release resume",
      "release withdraw",
      "block",
      "block add",
      "block list",
      "block remove",
      "build",
      "build add",
      "build import",
      "build set",
      "build list",
      "build digests",
      "build download",
      "build verify",
      "calendar",
      "calendar import",
      "calendar show",
      "organizations",
      "organizations list",
      "organizations show",
      "organizations create",
      "organizations number",
      "organizations number set",
      "organizations number remove",
      "organizations enrolment",
      "organizations enrolment show",
      "organizations enrolment make-key",
      "organizations enrolment require",
      "organizations enrolment require-none",
      "organizations enrolment end-key",
      "administrators",
      "administrators list",
      "administrators invite",
      "administrators recovery-link",
      "administrators sessions",
      "administrators end-sessions",
      "administrators remove-second-factors",
      "administrators let-in",
      "users",
      "users list",
      "users create",
      "users automatic",
      "schedule",
      "schedule get",
      "schedule set",
      "schedule clear",
      "preview",
      "conflicts",
      "requests",
      "requests list",
      "requests ask",
      "requests accept",
      "requests decline",
      "requests withdraw",
      "adoption",
      "check-ins",
      "check-ins import",
      "import",
      "export",
      "forecast",
      "year",
      "explain",
      "feed",
      "feed show",
      "audit",
      "undo",
      "keys",
      "keys list",
      "keys rotate",
      "updater-keys",
      "updater-keys list",
      "updater-keys add",
      "updater-keys retire",
      "tuf",
      "tuf init",
      "tuf rotate",
      "tuf sign",
      "tuf publish",
      "simulate",
      "ledger",
      "ledger verify",
      "ledger archive",
      "ledger show",
      "backup",
      "restore",
      "fleet",
      "fleet verify",
    ]);
  });

  test.each(wordsOf(program).map((words) => [words.join(" "), words] as const))(
    "of `sluice %s` ends with an example of that command and ends with 0",
    async (name, words) => {
      const terminal = keepTerminal();
      expect(await runSluice([...words, "--help"], terminal)).toBe(0);
      expect(terminal.written.out).toMatch(/^Usage: sluice/);
      const example = terminal.written.out.split("Example:")[1] ?? "";
      expect(example).toMatch(new RegExp(`^\\s+\\$ .*sluice ${name}`));
    },
  );

  test("of the program tells the exit codes and the environment", async () => {
    const terminal = keepTerminal();
    expect(await runSluice(["--help"], terminal)).toBe(0);
    expect(terminal.written.out).toMatch(/0 {2}done\n {2}1 .*\n {2}2 .*\n {2}3 /);
    expect(terminal.written.out).toContain("SLUICE_TOKEN");
    expect(terminal.written.out).toMatch(/Example:\n {2}\$ sluice serve/);
  });

  test("the version of the program is printed", async () => {
    const terminal = keepTerminal();
    expect(await runSluice(["--version"], terminal)).toBe(0);
    expect(terminal.written.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a wrong command line ends with 2 and says why", () => {
  test.each([
    [["relase"], "unknown command 'relase'"],
    [["release", "publish"], "missing required argument 'version'"],
    [["release", "list", "--jsn"], "unknown option '--jsn'"],
    [["explain", "--organization", "x", "--version", "45.4"], "--platform <platform>' not specified"],
    [["schedule", "get"], "[owner_missing]"],
    [["schedule", "get", "--partner", "a", "--organization", "b"], "[owner_missing]"],
    [["schedule", "get", "--partner", "a"], "[id_malformed]"],
    [["ledger", "verify", "--expect", "12"], "[expected_malformed]"],
    [["organizations", "list", "--state", "odd"], "[state_unknown]"],
    [["organizations", "list", "--partner", "a"], "[id_malformed]"],
    [["organizations", "show", "a"], "[id_malformed]"],
    [["organizations", "create", "Acme", "--partner", "a"], "[id_malformed]"],
    [["administrators", "sessions", "a"], "[id_malformed]"],
    [["administrators", "invite", "Ann", "--email", "ann@example.org"], "--role <role>' not specified"],
    [["users", "list"], "--organization <id>' not specified"],
    [["users", "list", "--organization", "a"], "[id_malformed]"],
    [["users", "create", "Ann", "--email", "ann@example.org", "--organization", "a"], "[id_malformed]"],
    [["users", "automatic", "maybe", "a"], "Allowed choices are on, off."],
    [["users", "automatic", "on", "a"], "[id_malformed]"],
    [["preview", "--inherit"], "[owner_missing]"],
    [["preview", "--partner", ID], "[schedule_missing]"],
    [["preview", "--partner", ID, "--inherit", "--weeks", "2"], "[schedule_missing]"],
    [["preview", "--partner", ID, "--cadence", "slow", "--weeks", "13"], "[deferral_out_of_range]"],
    [["conflicts", "--partner", "a"], "[id_malformed]"],
    [["requests", "list", "--organization", "a"], "[id_malformed]"],
    [["requests", "accept", "a"], "[id_malformed]"],
    [["adoption", "--partner", "a"], "[id_malformed]"],
    [["adoption", "--organization", "a"], "[id_malformed]"],
    [["adoption", "--installations"], "[owner_missing]"],
    [["import", "people", "a.csv"], "Allowed choices are organizations, users, legacy-settings."],
    [["import", "users", "a.xls"], "[format_unclear]"],
    [["import", "users", "no-such-file.csv"], "[file_unreadable]"],
    [["export", "users", "a.csv", "--format", "xls"], "[format_unclear]"],
    [["audit", "--csv", "--json"], "[format_unclear]"],
    [["login"], "[email_missing]"],
    [["login", "--email", "ann@example.org"], "[answer_missing]"],
    [["calendar", "import", "no-such-file.json"], "[file_unreadable]"],
    [["calendar", "import", "demo/release-calendar.json", "--state", "paused"], "[state_unknown]"],
    [["build", "add", "--release", "45.4", "no-such-file.exe"], "[file_unreadable]"],
    [
      ["build", "add", "--release", "45.4", "--url", "https://example.org/a.exe", "a.exe", "b.exe"],
      "[url_for_one_file]",
    ],
    [
      ["build", "add", "--release", "45.4", "--sparkle-signature", "x", "a.zip", "b.zip"],
      "[option_for_one_file]",
    ],
    [["build", "add", "--release", "45.4", "--app-version", "new", "a.exe"], "[details_malformed]"],
    [["build", "import", "no-such-folder"], "[file_unreadable]"],
    [["build", "set", "a"], "[id_malformed]"],
    [["build", "set", ID, "--app-version", "new"], "[details_malformed]"],
    [["build", "set", ID, "--tauri-signature-file", "no-such-file.sig"], "[file_unreadable]"],
    [["build", "set", ID, "--remove", "sparkel"], "[details_malformed]"],
    [["simulate", "--days", "many"], "[number_out_of_range]"],
    [["simulate", "--installations", "0"], "[number_out_of_range]"],
    [["simulate", "--days", "900"], "[calendar_too_short]"],
    [["simulate", "--calendar", "no-such-file.json"], "[file_unreadable]"],
    [["build", "download", "a"], "[id_malformed]"],
    [["build", "list", "--platform", "ios"], "[platform_unknown]"],
    [["build", "verify", "a.exe", "--key", "a.pem"], "--manifest <file or url>' not specified"],
    [["build", "verify", "a.exe", "--manifest", "a.json", "--key", "no-such-key.pem"], "[key_unreadable]"],
    [["release", "publish", "46", "--automatic-at", "2026-10-06"], "[version_malformed]"],
    [["release", "publish", "46.1", "--automatic-at", "6 October"], "[instant_malformed]"],
    [["release", "publish", "46.1", "--rollout-days", "many"], "[rollout_days_malformed]"],
    [["release", "publish", "46.1", "--critical", "why", "--scope", "some"], "[scope_unknown]"],
  ])("%j: %s", async (args, why) => {
    const terminal = keepTerminal({ SLUICE_URL: "http://127.0.0.1:9" });
    expect(await runSluice(args, terminal)).toBe(2);
    expect(terminal.written.err).toContain(why);
    expect(terminal.written.out).toBe("");
  });

  test("a server address that is none", async () => {
    const terminal = keepTerminal({ SLUICE_URL: "localhost" });
    expect(await runSluice(["release", "list"], terminal)).toBe(2);
    expect(terminal.written.err).toContain("[url_malformed]");
  });

  test("five weeks on latest, with the range that is allowed (R1)", async () => {
    const terminal = keepTerminal();
    const whose = ["--partner", "6f1b0c52-0000-4000-8000-000000000001"];
    expect(
      await runSluice(["schedule", "set", ...whose, "--cadence", "latest", "--weeks", "5"], terminal),
    ).toBe(2);
    expect(terminal.written.err).toBe(
      "sluice: 5 weeks is out of range; on latest use 0 to 4 whole weeks [deferral_out_of_range]\n",
    );
  });
});
