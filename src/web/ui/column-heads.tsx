import { FormattedMessage } from "react-intl";
import type { MessageId } from "../language/message-ids.ts";

interface Head {
  readonly id: MessageId;
  /** A class for the column, such as that of numbers. */
  readonly className?: string | undefined;
  /** Only screen readers read it, where what stands in the column says it to the eye. */
  readonly isHidden?: boolean;
}

/** The heads of a table's columns. */
export function ColumnHeads({ heads }: { heads: readonly (MessageId | Head)[] }) {
  return (
    <thead>
      <tr>
        {heads.map(toHead).map(({ id, className = "", isHidden = false }) => (
          <th key={id} scope="col" className={className}>
            {isHidden ? (
              <span className="visually-hidden">
                <FormattedMessage id={id} />
              </span>
            ) : (
              <FormattedMessage id={id} />
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function toHead(head: MessageId | Head): Head {
  return typeof head === "string" ? { id: head } : head;
}
