import { FormattedMessage } from "react-intl";
import type { MessageId } from "../language/message-ids.ts";

interface Head {
  readonly id: MessageId;
  /** A class for the column, such as that of numbers. */
  readonly className?: string | undefined;
}

/** The heads of a table's columns. */
export function ColumnHeads({ heads }: { heads: readonly (MessageId | Head)[] }) {
  return (
    <thead>
      <tr>
        {heads.map(toHead).map(({ id, className = "" }) => (
          <th key={id} scope="col" className={className}>
            <FormattedMessage id={id} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function toHead(head: MessageId | Head): Head {
  return typeof head === "string" ? { id: head } : head;
}
