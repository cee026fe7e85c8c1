import { FormattedMessage, useIntl } from "react-intl";
import type { AuditEntry, Names } from "../data/audit.ts";
import table from "../ui/table.module.css";
import styles from "./audit.module.css";
import { type FieldChange, type FieldName, toFieldChanges } from "./field-changes.ts";
import { FieldValue } from "./field-value.tsx";

/** The fields that an entry changed, before and after. */
export function EntryChanges({ entry, names }: { entry: AuditEntry; names: Names }) {
  const changes = toFieldChanges(entry);
  if (changes.length === 0) return <FormattedMessage tagName="p" id="audit.entry.no_changes" />;
  // Something created or removed has one side only.
  const sides = (["before", "after"] as const).filter((side) => entry[side] !== null);
  return (
    <table className={`${table.table} ${styles.changes}`}>
      <thead>
        <tr>
          {(["field", ...sides] as const).map((column) => (
            <th key={column} scope="col">
              <FormattedMessage id={`audit.entry.${column}`} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={`${change.field} ${change.partnerId}`}>
            <th scope="row">
              <FieldLabel change={change} names={names} />
            </th>
            {sides.map((side) => (
              <td key={side}>
                <FieldValue field={change.field} value={change[side]} names={names} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FieldLabel({ change: { field, partnerId }, names }: { change: FieldChange; names: Names }) {
  const intl = useIntl();
  const known = `audit.field.${field as FieldName}` as const;
  if (!(known in intl.messages)) return <code>{field}</code>;
  const unknown = intl.formatMessage({ id: "audit.somebody" });
  return <FormattedMessage id={known} values={{ partner: names[partnerId ?? ""] ?? unknown }} />;
}
