import { z } from "zod";
import { SEPARATORS, type SeparatorName } from "./csv-dialect.ts";
import { SwitchField } from "./fields.ts";

/**
 * How CSV is to be written: `separator` is a comma unless said otherwise; `bom` puts a byte order mark first, by which
 * spreadsheet programs know UTF-8. Neither has a meaning for other formats.
 */
export const CSV_FIELDS = {
  separator: z.enum(Object.keys(SEPARATORS) as [SeparatorName]).optional(),
  bom: SwitchField.optional(),
};

export interface CsvStyle {
  readonly separator?: SeparatorName | undefined;
  readonly bom?: boolean | undefined;
}
