import type { Options } from "../../client/operation.ts";
import type { Shape } from "../../client/shape.ts";

/** What a new installation of a customer was offered over a year and will be, and what happened meanwhile. */
export type CustomerYear = Shape<"getYearAnswer">;
export type YearQuestion = NonNullable<Options<"GET", "/v1/organizations/{id}/year">["params"]>["query"];
