import { beforeAll } from "vitest";

/** What tests stand on, and the function that ends it. */
interface Ground {
  close(): Promise<void>;
}

/**
 * Makes the ground of the tests of a file, or of a `describe`, before them, and ends it after them. The fields of what this
 * gives are there once the tests run.
 */
export function useGround<Made extends Ground>(make: () => Promise<Made>): Omit<Made, "close"> {
  const ground = {} as Made;
  beforeAll(async () => {
    const made = await make();
    Object.assign(ground, made);
    return made.close;
  });
  return ground;
}
