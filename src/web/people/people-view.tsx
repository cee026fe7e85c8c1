import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { type Me, mayI, useMe } from "../data/me.ts";
import { type Home, peopleQuery } from "../data/people.ts";
import { queryClient, settled } from "../data/query-client.ts";
import { tokensQuery } from "../data/tokens.ts";
import { Button } from "../ui/button.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/states.tsx";
import { CreateToken } from "./create-token.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import styles from "./people.module.css";
import { PeopleList } from "./people-list.tsx";
import type { PeopleSearch } from "./people-search.ts";
import { PersonPanel } from "./person-panel.tsx";
import { TokenList } from "./token-list.tsx";

/** Loads what a view of these people shows first. */
export async function loadPeople(me: Me, home: Home, { show, q = "" }: PeopleSearch): Promise<void> {
  if (!mayI(me, "manage_administrators")) return;
  await settled(
    show === "tokens"
      ? queryClient.infiniteQuery({ ...tokensQuery(home), staleTime: "static" })
      : queryClient.infiniteQuery({ ...peopleQuery(home, q), staleTime: "static" }),
  );
}

interface Props {
  readonly home: Home;
  readonly search: PeopleSearch;
  readonly onSearch: (search: PeopleSearch, replace?: boolean) => void;
}

/** The administrators and the access tokens of one level, partner or customer. */
export function PeopleView({ home, search, onSearch }: Props) {
  const me = useMe();
  if (!mayI(me, "manage_administrators")) return <NotYours />;
  return (
    <div className={styles.view}>
      <Switch isTokens={search.show === "tokens"} onSwitch={(show) => onSearch(show ? { show } : {})} />
      {search.show === "tokens" ? (
        <Tokens home={home} />
      ) : (
        <People home={home} search={search} onSearch={onSearch} />
      )}
    </div>
  );
}

/** Says who lets people in, for those who may not. */
function NotYours() {
  return (
    <Empty icon="lock" title={<FormattedMessage id="people.not_yours" />}>
      <FormattedMessage id="people.not_yours_about" />
    </Empty>
  );
}

function Switch({ isTokens, onSwitch }: { isTokens: boolean; onSwitch: (show?: "tokens") => void }) {
  const intl = useIntl();
  const choice = (label: ReactNode, isOn: boolean, show?: "tokens") => (
    <button
      type="button"
      className={`${styles.choice} ${isOn ? styles.chosen : ""}`}
      aria-pressed={isOn}
      onClick={() => onSwitch(show)}
    >
      {label}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like this in every browser
    <div role="group" className={styles.switch} aria-label={intl.formatMessage({ id: "people.show" })}>
      {choice(<FormattedMessage id="people.administrators" />, !isTokens)}
      {choice(<FormattedMessage id="people.tokens" />, isTokens, "tokens")}
    </div>
  );
}

function People({ home, search, onSearch }: Props) {
  const intl = useIntl();
  const [isInviting, setInviting] = useState(false);
  const { q = "", person } = search;
  const open = (next?: string) => onSearch({ ...(q && { q }), ...(next && { person: next }) });
  return (
    <section className={styles.view} aria-label={intl.formatMessage({ id: "people.administrators" })}>
      <p className={styles.quiet}>
        <FormattedMessage id={`people.about.${home.level}`} />
      </p>
      <div className={styles.toolbar}>
        <SearchField
          label={intl.formatMessage({ id: "people.search" })}
          value={q}
          onChange={(next) => onSearch(next === "" ? {} : { q: next }, true)}
        />
        <Button icon="add" look="primary" onPress={() => setInviting(true)}>
          <FormattedMessage id="people.invite" />
        </Button>
      </div>
      <PeopleList home={home} q={q} onOpen={open} />
      {person !== undefined && <PersonPanel key={person} id={person} home={home} onClose={() => open()} />}
      {isInviting && <InviteDialog home={home} onClose={() => setInviting(false)} />}
    </section>
  );
}

function Tokens({ home }: { home: Home }) {
  const intl = useIntl();
  const [isMaking, setMaking] = useState(false);
  return (
    <section className={styles.view} aria-label={intl.formatMessage({ id: "people.tokens" })}>
      <div className={styles.toolbar}>
        <p className={styles.quiet}>
          <FormattedMessage id="people.tokens.about" />
        </p>
        <Button icon="add" look="primary" onPress={() => setMaking(true)}>
          <FormattedMessage id="people.tokens.create" />
        </Button>
      </div>
      <TokenList home={home} />
      {isMaking && <CreateToken home={home} onClose={() => setMaking(false)} />}
    </section>
  );
}
