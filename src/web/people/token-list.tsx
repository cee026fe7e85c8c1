import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Home } from "../data/people.ts";
import { type Token, tokensQuery } from "../data/tokens.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Badge } from "../ui/badge.tsx";
import { IconButton } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { Empty } from "../ui/states.tsx";
import styles from "./people.module.css";
import { ReachText } from "./reach-text.tsx";
import { TokenDialogs, type TokenStep } from "./token-dialogs.tsx";

/** The access tokens, the oldest first, each with what can be done about it. */
export function TokenList({ home }: { home: Home }) {
  const [doing, setDoing] = useState<TokenStep | null>(null);
  return (
    <>
      <PagedTable
        found={useInfiniteQuery(tokensQuery(home))}
        heads={HEADS}
        empty={
          <Empty icon="lock" title={<FormattedMessage id="people.tokens.none" />}>
            <FormattedMessage id="people.tokens.none_about" />
          </Empty>
        }
      >
        {(token) => <Row key={token.id} token={token} onDo={setDoing} />}
      </PagedTable>
      {doing && <TokenDialogs step={doing} onDone={() => setDoing(null)} />}
    </>
  );
}

const HEADS = [
  "people.tokens.name",
  "people.role",
  "people.tokens.ends",
  { id: "people.tokens.sponsor", className: styles.extra },
  "people.tokens.actions",
] as const;

function Row({ token, onDo }: { token: Token; onDo: (step: TokenStep) => void }) {
  const intl = useIntl();
  const { name, role, expiresAt, sponsor } = token;
  return (
    <tr>
      <th scope="row">
        {name} <Warnings token={token} />
      </th>
      <td>
        <FormattedMessage id={`frame.role.${role}`} />
        <span className={styles.small}>
          <ReachText of={token} />
        </span>
      </td>
      <td>
        {expiresAt === null ? (
          <FormattedMessage id="people.tokens.no_end" />
        ) : (
          <LocalTime at={expiresAt} show="day" />
        )}
      </td>
      <td className={styles.extra}>
        <ActorName actor={sponsor} isFirst />
        {token.keptBecause !== undefined && (
          <span className={styles.small}>
            <FormattedMessage id="people.tokens.kept" values={{ reason: token.keptBecause }} />
          </span>
        )}
      </td>
      <td>
        <span className={styles.icons}>
          <IconButton
            label={intl.formatMessage({ id: "people.tokens.keep" }, { name })}
            icon="user"
            onPress={() => onDo({ token, what: "keep" })}
          />
          <IconButton
            label={intl.formatMessage({ id: "people.tokens.remove_one" }, { name })}
            icon="remove"
            onPress={() => onDo({ token, what: "remove" })}
          />
        </span>
      </td>
    </tr>
  );
}

function Warnings({ token: { warnings } }: { token: Token }) {
  return warnings
    .filter((warning) => warning !== "no_end")
    .map((warning) => (
      <Badge key={warning} tone="warning">
        <FormattedMessage id={`people.tokens.${warning}`} />
      </Badge>
    ));
}
