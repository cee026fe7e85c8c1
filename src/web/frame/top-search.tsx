import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { Collection } from "react-aria-components/Collection";
import { ComboBox } from "react-aria-components/ComboBox";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { FormattedMessage, useIntl } from "react-intl";
import { searchQuery } from "../data/search.ts";
import { customerPath, userPath } from "../paths.ts";
import field from "../ui/field.module.css";
import { Icon } from "../ui/icon.tsx";
import styles from "./top-search.module.css";

interface SearchResult {
  readonly id: string;
  readonly name: string;
  readonly about?: string;
  readonly href: string;
}

/** Searches customers and users by name or e-mail address, from any page. */
export function TopSearch() {
  const intl = useIntl();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim());
  const { data } = useQuery({ ...searchQuery(asked), placeholderData: keepPreviousData });
  const sections = toSections(asked.length < 2 ? undefined : data);
  const go = (key: unknown) => {
    const found = sections.flatMap(({ items }) => items).find(({ id }) => id === key);
    if (!found) return;
    setText("");
    void navigate({ href: found.href });
  };
  return (
    <ComboBox
      className={styles.search ?? ""}
      aria-label={intl.formatMessage({ id: "frame.search" })}
      inputValue={text}
      onInputChange={setText}
      items={sections}
      value={null}
      onChange={go}
      allowsEmptyCollection={text.trim().length >= 2}
      menuTrigger="input"
    >
      <span className={field.searchRow}>
        <span className={field.searchIcon}>
          <Icon name="search" size="small" />
        </span>
        <Input className={field.input ?? ""} placeholder={intl.formatMessage({ id: "frame.search" })} />
      </span>
      <Results />
    </ComboBox>
  );
}

function Results() {
  return (
    <Popover className={field.popover ?? ""}>
      <ListBox<Section>
        className={field.list ?? ""}
        renderEmptyState={() => (
          <p className={styles.nothing}>
            <FormattedMessage id="frame.search.nothing" />
          </p>
        )}
      >
        {(section) => (
          <ListBoxSection id={section.id}>
            <Header className={styles.header ?? ""}>
              <FormattedMessage id={`frame.search.${section.id}`} />
            </Header>
            <Collection items={section.items}>
              {(item) => (
                <ListBoxItem className={field.option ?? ""} textValue={item.name}>
                  {item.name} {item.about && <small>{item.about}</small>}
                </ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </Popover>
  );
}

interface Section {
  readonly id: "customers" | "users";
  readonly items: readonly SearchResult[];
}

interface Answer {
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly users: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly organizationId: string;
    readonly organizationName: string;
  }[];
}

function toSections(answer: Answer | undefined): readonly Section[] {
  const customers = (answer?.organizations ?? []).map(({ id, name }) => ({
    id,
    name,
    href: customerPath(id),
  }));
  const users = (answer?.users ?? []).map((user) => ({
    id: user.id,
    name: user.displayName,
    about: user.organizationName,
    href: userPath(user.organizationId, user.id),
  }));
  const sections: readonly Section[] = [
    { id: "customers", items: customers },
    { id: "users", items: users },
  ];
  return sections.filter(({ items }) => items.length > 0);
}
