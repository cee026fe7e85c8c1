import type { Command } from "commander";
import type { Outcome } from "./command-result.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import type { InitOptions, RotateOptions } from "./tuf-roots.ts";

/** `sluice tuf init | rotate | sign | publish`. */
export function addTufCommand(program: Command, session: Session): void {
  const tuf = withExample(
    program
      .command("tuf")
      .description("the root of TUF (The Update Framework), whose keys stay in files of yours"),
    "sluice tuf init --dir ./tuf-root",
  );
  addMaking(tuf, session);
  addSigning(tuf, session);
}

/** The action of a command; what signs is loaded only when it is run. */
function action<Given extends unknown[]>(
  session: Session,
  work: (
    roots: typeof import("./tuf-roots.ts"),
    terminal: Terminal,
    ...given: Given
  ) => Outcome | Promise<Outcome>,
) {
  return answering(session, async (...given: Given) =>
    work(await import("./tuf-roots.ts"), session.terminal, ...given),
  );
}

function addMaking(tuf: Command, session: Session): void {
  const init = tuf
    .command("init")
    .description("make the keys of a first root, sign it, and give it to the server")
    .requiredOption(
      "--dir <folder>",
      "where keys and roots are kept; nothing in it is ever sent but the roots",
    )
    .option("--keys <count>", "how many keys", "1")
    .option("--threshold <count>", "how many of them have to sign", "1")
    .option("--days <days>", "how long the root is good for", "365")
    .option(...JSON_OPTION);
  withExample(
    init,
    "sluice tuf init --dir ./tuf-root",
    "sluice tuf init --dir ./tuf-root --keys 3 --threshold 2",
  ).action(action(session, (roots, terminal, options: InitOptions) => roots.initRoot(terminal, options)));
  const rotate = tuf
    .command("rotate")
    .description("make and sign the next root, which is good for longer and names the server's newest key")
    .requiredOption("--dir <folder>", "where the keys are")
    .option("--new-keys", "make new keys, too: the old ones sign once more, and are not named any more")
    .option("--days <days>", "how long the root is good for", "365")
    .option(...JSON_OPTION);
  withExample(
    rotate,
    "sluice tuf rotate --dir ./tuf-root",
    "sluice tuf rotate --dir ./tuf-root --new-keys",
  ).action(action(session, (roots, terminal, options: RotateOptions) => roots.rotateRoot(terminal, options)));
}

function addSigning(tuf: Command, session: Session): void {
  const sign = tuf
    .command("sign <root>")
    .description("add the signature of one more key to a root in a file; asks no server")
    .requiredOption("--key <file>", "the private key (PEM)")
    .option(...JSON_OPTION);
  withExample(sign, "sluice tuf sign ./tuf-root/2.root.json --key /media/stick/root-1-2.pem").action(
    action(session, (roots, _terminal, file: string, { key }: { key: string }) =>
      roots.addSignature(file, key),
    ),
  );
  const publish = tuf
    .command("publish <root>")
    .description("give a signed root to the server, which verifies it as clients will")
    .option(...JSON_OPTION);
  withExample(publish, "sluice tuf publish ./tuf-root/2.root.json").action(
    action(session, (roots, terminal, file: string) => roots.publishRoot(terminal, file)),
  );
}
