import { messagesInUse } from "../language/messages-in-use.ts";
import { RefusedError } from "./refused.ts";

/** A part of the page that could not be loaded: the line is cut, or the server has another build of the page by now. */
export class PartMissing extends RefusedError {
  constructor(cause: unknown) {
    super({
      code: "part_missing",
      message: cause instanceof Error ? cause.message : String(cause),
      status: 0,
    });
  }
}

/** Loads a part of the page that is in a file of its own, and what it says. Throws a {@link PartMissing}. */
export function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  return loadFirstPart(async () => {
    const [part] = await Promise.all([load(), messagesInUse.complete()]);
    return part;
  });
}

/** The same for a part that says only what is in the messages that are fetched first. */
export async function loadFirstPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new PartMissing(error);
  }
}
