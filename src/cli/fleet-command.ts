import type { Command } from "commander";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

/** `sluice fleet verify` */
export function addFleetCommand(program: Command, session: Session): void {
  const fleet = withExample(
    program.command("fleet").description("check what servers keep in memory to answer from"),
    "sluice fleet verify",
  );
  const verify = fleet
    .command("verify")
    .description("make it from the whole ledger and compare; opens the database itself")
    .option(...JSON_OPTION);
  withExample(verify, "sluice fleet verify").action(
    answering(session, async () => {
      // The database only where it is needed.
      const { verifyWholeFleet } = await import("./verify-fleet-command.ts");
      return verifyWholeFleet(session.terminal);
    }),
  );
}
