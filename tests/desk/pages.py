"""A page as a browser takes it apart: its elements, its links, its forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

BASE = "http://localhost"


@dataclass(frozen=True)
class Element:
    """One start tag with its attributes."""

    tag: str
    attributes: dict[str, str]


@dataclass
class Page(HTMLParser):
    """Reads a page; `elements` are its start tags in order."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps one start tag."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def all(self, *tags: str) -> Iterator[Element]:
        """Answers the elements of these kinds."""
        return (element for element in self.elements if element.tag in tags)


def read(text: str) -> Page:
    """Answers a page taken apart."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def links(page: Page, here: str) -> Iterator[str]:
    """Answers the addresses on this site that a GET may follow: links, and where forms lead."""
    for element in page.all("a", "area", "link", "form", "button", "img", "script"):
        given = element.attributes.get
        for name in ("href", "src", "action", "formaction", "hx-get", "data-href", "data-url"):
            address = urlsplit(urljoin(f"{BASE}{here}", given(name) or ""))
            if given(name) and address.netloc == "localhost" and address.scheme == "http":
                yield address.path + (f"?{address.query}" if address.query else "")
