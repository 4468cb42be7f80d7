"""The label in XMP: `TC260:AIGC` in the packet of a PNG, JPEG or GIF."""

from __future__ import annotations

from xml.etree import ElementTree as ET

NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_META = "adobe:ns:meta/"
_NAME = f"{{{NAMESPACE}}}AIGC"
_DESCRIPTION = f"{{{_RDF}}}Description"


def tag_in(packet: bytes) -> str | None:
    """Read the label out of a packet; None if there is none, or the packet is no XML."""
    root = _parsed(packet)
    if root is None:
        return None
    for element in root.iter():
        if _NAME in element.attrib:
            return element.attrib[_NAME]
        if element.tag == _NAME:
            return element.text or ""
    return None


def with_tag(packet: bytes | None, text: str) -> bytes:
    """Give a packet with the label in it, and with whatever the earlier packet says of other things."""
    for prefix, name in (("x", _META), ("rdf", _RDF), ("TC260", NAMESPACE)):
        ET.register_namespace(prefix, name)
    root = _parsed(packet) if packet else None
    frame = root.find(f".//{{{_RDF}}}RDF") if root is not None else None
    if root is None or frame is None:
        root = ET.Element(f"{{{_META}}}xmpmeta")
        frame = ET.SubElement(root, f"{{{_RDF}}}RDF")
    for description in list(frame.iter(_DESCRIPTION)):
        description.attrib.pop(_NAME, None)
        for old in description.findall(_NAME):
            description.remove(old)
    ET.SubElement(frame, _DESCRIPTION, {f"{{{_RDF}}}about": "", _NAME: text})
    body = ET.tostring(root, encoding="unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{body}<?xpacket end="w"?>'.encode()


def _parsed(packet: bytes) -> ET.Element | None:
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:  # no packet needs them, and they can be made to explode
        return None
    try:
        return ET.fromstring(packet.strip(b"\0 \r\n"))
    except (ET.ParseError, ValueError):
        return None
