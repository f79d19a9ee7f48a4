"""Makes the DKIM vectors of this folder anew: NAME.eml, NAME.dns, NAME.result (see README.md).

A second, independent reading of RFC 6376: it shares no code with MailGate. Needs python3-cryptography.
Every run makes new keys, so it rewrites all files. The clock of the vectors stands at NOW.
"""
import base64
import hashlib
import os
import re

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa, utils

NOW = 1780000000
HERE = os.path.dirname(os.path.abspath(__file__))
DER, SPKI = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo

HEADER = (b'Received: from a.example by b.example; Thu, 28 May 2026 20:26:40 +0000\r\n'
          b'Received: from c.example by a.example; Thu, 28 May 2026 20:26:39 +0000\r\n'
          b'From: Alice  <alice@example.com>\r\n'
          b'To: bob@example.net,\r\n\tcarol@example.net\r\n'
          b'Subject:  A test of\r\n  signatures \r\n'
          b'Date: Thu, 28 May 2026 20:26:40 +0000\r\n'
          b'Message-ID: <1@example.com>\r\n')
BODY = b'Hello  Bob, \r\n\r\nthis is\ta test. \r\n--\r\nAlice\r\n\r\n\r\n'


def b64(octets):
    return base64.b64encode(octets).decode()


class Rsa:
    kind = 'rsa'

    def __init__(self, bits):
        self.key = rsa.generate_private_key(65537, bits)

    def sign(self, data, digest='sha256'):
        method = hashes.SHA256() if digest == 'sha256' else hashes.SHA1()
        return self.key.sign(data, padding.PKCS1v15(), method)

    def p(self):
        return b64(self.key.public_key().public_bytes(DER, SPKI))

    def bare(self):
        return b64(self.key.public_key().public_bytes(DER, serialization.PublicFormat.PKCS1))


class Ed:
    kind = 'ed25519'

    def __init__(self):
        self.key = ed25519.Ed25519PrivateKey.generate()

    def sign(self, data, digest='sha256'):
        return self.key.sign(hashlib.sha256(data).digest())

    def p(self):
        return b64(self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


def fields_of(header):
    return re.findall(rb'[^\r\n][^\n]*\n(?:[ \t][^\n]*\n)*', header)


def canon_field(field, mode):
    if mode == 'simple':
        return field
    name, value = field.split(b':', 1)
    value = re.sub(rb'[ \t]+', b' ', value.replace(b'\r\n', b'')).strip(b' ')
    return name.strip().lower() + b':' + value + b'\r\n'


def canon_body(body, mode):
    if mode == 'relaxed':
        body = re.sub(rb'[ \t]+', b' ', body)
        body = body.replace(b' \r\n', b'\r\n')
    while body.endswith(b'\r\n\r\n'):
        body = body[:-2]
    if body == b'\r\n' or not body:
        return b'\r\n' if mode == 'simple' else b''
    return body if body.endswith(b'\r\n') else body + b'\r\n'


def sign(header, body, key, tags, bh=None, folding='\r\n\t', b_tail=''):
    """tags: the whole list but bh= and b=, as text; c=, l=, h= and a= in it are obeyed."""
    def tag(name, default=''):
        found = re.search(r'(?:^|;)\s*' + name + r'\s*=([^;]*)', tags)
        return found.group(1).strip() if found else default
    mode_header, _, mode_body = tag('c', 'simple/simple').lower().partition('/')
    mode_body = mode_body or 'simple'
    mode_header, mode_body = [m if m in ('simple', 'relaxed') else 'simple' for m in (mode_header, mode_body)]
    digest = 'sha1' if 'sha1' in tag('a') else 'sha256'
    canonical = canon_body(body, mode_body)
    if tag('l').isdigit():
        canonical = canonical[:int(tag('l'))]
    bh = bh if bh is not None else b64(hashlib.new(digest, canonical).digest())
    start = f'DKIM-Signature: {tags}; bh={bh};{folding}b='
    left = fields_of(header)
    data = b''
    for name in re.sub(r'\s', '', tag('h')).lower().encode().split(b':'):
        for field in reversed(left):
            if field.split(b':')[0].strip().lower() == name:
                left.reverse(); left.remove(field); left.reverse()
                data += canon_field(field, mode_header)
                break
    data += canon_field((start + b_tail.lstrip() + '\r\n').encode(), mode_header)[:-2]
    signature = b64(key.sign(data, digest))
    lines = folding.join(signature[i:i + 64] for i in range(0, len(signature), 64))
    return (start + lines + b_tail + '\r\n').encode()


R2048, R1024, R768, R512, ED = Rsa(2048), Rsa(1024), Rsa(768), Rsa(512), Ed()
R9216 = Rsa(9216)
TAGS = 'v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=rsa; t=1779999000;\r\n\th=from:to:subject:date:message-id'
ZONE = {
    'rsa._domainkey.example.com': f'v=DKIM1; k=rsa; p={R2048.p()}',
    'ed._domainkey.example.com': f'v=DKIM1; k=ed25519; p={ED.p()}',
}


def write(name, message, expect, zone=None):
    """expect: lines "result domain selector whole|part [part of the reason]"."""
    zone = ZONE if zone is None else zone
    def lines():
        for owner, values in zone.items():
            for value in values if isinstance(values, list) else [values]:
                if value in ('SERVFAIL', 'TIMEOUT'):
                    yield f'{owner} {value}\n'
                else:
                    escaped = value.replace('\\', '\\\\').replace('"', '\\"')
                    parts = [escaped[i:i + 255] for i in range(0, len(escaped), 255)] or ['']
                    yield f'{owner} TXT ' + ' '.join(f'"{part}"' for part in parts) + '\n'
    with open(os.path.join(HERE, name + '.eml'), 'wb') as file:
        file.write(message)
    with open(os.path.join(HERE, name + '.dns'), 'w', newline='\n') as file:
        file.writelines(lines())
    with open(os.path.join(HERE, name + '.result'), 'w', newline='\n') as file:
        file.write(expect.strip() + '\n')


def vector(name, result, tags=TAGS, key=R2048, header=HEADER, body=BODY, zone=None, reason='', who='example.com rsa', part='whole',
           sent_header=None, sent_body=None, change=None, **more):
    field = sign(header, body, key, tags, **more)
    if change:
        changed = change(field)
        assert changed != field, name
        field = changed
    message = field + (sent_header if sent_header is not None else header) + b'\r\n' + (sent_body if sent_body is not None else body)
    write(name, message, f'{result} {who} {part} {reason}', zone)


def t(old, new):
    assert old in TAGS, old
    return TAGS.replace(old, new)


def record(text, name='rsa._domainkey.example.com'):
    return {name: text}


def key_vector(name, result, text, reason='', **more):
    vector(name, result, zone=record(text), reason=reason, **more)


def main():
    for old in os.listdir(HERE):
        if old.rsplit('.', 1)[-1] in ('eml', 'dns', 'result'):
            os.remove(os.path.join(HERE, old))
    P = R2048.p()
    # Syntax of the list and of its tags.
    vector('rfc6376-3.2-unknown-tag-is-ignored', 'pass', t('v=1;', 'v=1; xyz=some thing; '))
    vector('rfc6376-3.2-duplicate-tag', 'permerror', t('v=1;', 'v=1; t=1;'), who='- -', reason='twice')
    vector('rfc6376-3.2-empty-tag', 'permerror', t('v=1;', 'v=1;;'), who='- -', reason='empty tag')
    vector('rfc6376-3.2-duplicate-unknown-tag', 'permerror', t('v=1;', 'v=1; y=1; y=1;'), who='- -', reason='twice')
    vector('rfc6376-3.2-tag-names-have-case', 'permerror', t('d=', 'D='), who='- rsa', reason='no d=')
    vector('rfc6376-3.2-semicolon-at-the-end', 'pass', b_tail=' ; ')
    vector('rfc6376-3.2-white-space-around-tags', 'pass', TAGS.replace('; ', ' ;\r\n ').replace('=rsa-', ' =  rsa-'))
    for tag, who in (('v', 'example.com rsa'), ('a', 'example.com rsa'), ('d', '- rsa'), ('s', 'example.com -'), ('h', 'example.com rsa')):
        vector(f'rfc6376-3.5-{tag}-is-missing', 'permerror', re.sub(r'(^|; |;\r\n\t)' + tag + '=', r'\1n' + tag + '=', TAGS, count=1), who=who, reason=f'no {tag}=')
    vector('rfc6376-3.5-b-is-missing', 'permerror', change=lambda f: f.replace(b'\tb=', b'\tnb='), reason='no b=')
    vector('rfc6376-3.5-bh-is-missing', 'permerror', change=lambda f: f.replace(b' bh=', b' nbh='), reason='no bh=')
    vector('rfc6376-3.5-b-is-empty', 'permerror', change=lambda f: f[:f.index(b'\tb=') + 3] + b'\r\n', reason='b=')
    vector('rfc6376-3.5-b-is-not-base64', 'permerror', change=lambda f: f.replace(b'\tb=', b'\tb=*'), reason='b=')
    vector('rfc6376-3.5-b-with-white-space-anywhere', 'pass', change=lambda f: re.sub(rb'(?s)(\tb=)(.*)\r\n$', lambda m: m[1] + b' '.join(re.findall(rb'\S', m[2])) + b' \r\n', f))
    vector('rfc6376-3.5-bh-of-the-wrong-length', 'permerror', bh=b64(b'x' * 20), reason='32 octets')
    vector('rfc6376-3.5-bh-folded', 'pass', bh=(lambda s: s[:20] + '\r\n\t ' + s[20:])(b64(hashlib.sha256(canon_body(BODY, 'relaxed')).digest())))
    vector('rfc6376-6.1.1-version-2', 'permerror', t('v=1', 'v=2'), reason='version')
    vector('rfc6376-6.1.1-version-1.0', 'permerror', t('v=1', 'v=1.0'), reason='version')
    # Algorithms and canonicalizations.
    vector('rfc6376-3.3-unknown-algorithm', 'neutral', t('rsa-sha256', 'rsa-sha512'), reason='algorithm')
    vector('rfc6376-3.3-algorithm-in-upper-case', 'pass', t('rsa-sha256', 'RSA-SHA256'))
    vector('rfc8301-3.1-rsa-sha1', 'permerror', t('rsa-sha256', 'rsa-sha1'), reason='rsa-sha1')
    vector('rfc8463-3-ed25519', 'pass', t('rsa-sha256', 'ed25519-sha256').replace('s=rsa', 's=ed'), key=ED, who='example.com ed')
    vector('rfc6376-3.4-unknown-canonicalization', 'neutral', t('relaxed/relaxed', 'relaxed/nofws'), reason='canonicalization')
    vector('rfc6376-3.5-c-is-empty', 'permerror', t('relaxed/relaxed', ''), reason='canonicalization')
    vector('rfc6376-3.5-c-left-out-is-simple', 'pass', t('c=relaxed/relaxed; ', ''))
    vector('rfc6376-3.5-c-without-slash-is-simple-for-the-body', 'pass', t('relaxed/relaxed', 'relaxed'))
    vector('rfc6376-3.5-c-in-upper-case', 'pass', t('relaxed/relaxed', 'Relaxed/SIMPLE'))
    for header_mode in ('simple', 'relaxed'):
        for body_mode in ('simple', 'relaxed'):
            c = t('relaxed/relaxed', f'{header_mode}/{body_mode}')
            vector(f'rfc6376-3.4-{header_mode}-{body_mode}', 'pass', c)
            vector(f'rfc6376-3.4-{header_mode}-{body_mode}-header-refolded', 'pass' if header_mode == 'relaxed' else 'fail', c,
                   sent_header=HEADER.replace(b'Subject:  A test of\r\n  signatures \r\n', b'SUBJECT : A\r\n\ttest of  signatures\r\n'),
                   reason='' if header_mode == 'relaxed' else 'signature did not verify')
            vector(f'rfc6376-3.4-{header_mode}-{body_mode}-body-respaced', 'pass' if body_mode == 'relaxed' else 'fail', c,
                   sent_body=BODY.replace(b'Hello  Bob, \r\n', b'Hello \t Bob,\t \r\n').replace(b'is\ta', b'is a'),
                   reason='' if body_mode == 'relaxed' else 'body hash')
            vector(f'rfc6376-3.4-{header_mode}-{body_mode}-empty-lines-added-at-the-end', 'pass', c, sent_body=BODY + b'\r\n\r\n\r\n')
            vector(f'rfc6376-3.4-{header_mode}-{body_mode}-empty-body', 'pass', c, body=b'')
            vector(f'rfc6376-3.4-{header_mode}-{body_mode}-word-split-by-white-space', 'fail', c, sent_body=BODY.replace(b'Alice', b'Al ice'), reason='body hash')
    vector('rfc6376-3.4.2-words-joined-by-unfolding', 'fail', sent_header=HEADER.replace(b'test of\r\n  sig', b'test ofsig'), reason='signature did not verify')
    vector('rfc6376-3.4.4-white-space-lines-at-the-end-are-empty', 'pass', sent_body=BODY + b' \t\r\n \r\n')
    vector('rfc6376-3.4.3-white-space-lines-at-the-end-are-not-empty', 'fail', t('relaxed/relaxed', 'relaxed/simple'), sent_body=BODY + b' \t\r\n \r\n', reason='body hash')
    vector('rfc6376-3.4.4-last-line-without-end', 'pass', body=b'one line', sent_body=b'one line\r\n')
    # l=
    octets = len(canon_body(BODY, 'relaxed'))
    vector('rfc6376-3.5-l-covers-all', 'pass', t('t=', f'l={octets}; t='))
    vector('rfc6376-8.2-l-leaves-out-what-was-appended', 'pass', t('t=', f'l={octets}; t='), sent_body=BODY + b'<html>bad things</html>\r\n', part='part', reason='covers')
    vector('rfc6376-8.2-l-is-zero', 'pass', t('t=', 'l=0; t='), sent_body=b'anything\r\n', part='part', reason='covers 0')
    vector('rfc6376-3.5-l-changed-within', 'fail', t('t=', f'l={octets}; t='), sent_body=BODY.replace(b'Bob', b'Eve') + b'x\r\n', part='part', reason='body hash')
    vector('rfc6376-3.5-l-beyond-the-body', 'fail', t('t=', f'l={octets + 1}; t='), reason='octets that l= says')
    vector('rfc6376-3.5-l-with-76-digits', 'fail', t('t=', f'l={"9" * 76}; t='), reason='octets that l= says')
    vector('rfc6376-3.5-l-with-77-digits', 'permerror', t('t=', f'l={"0" * 77}; t='), reason='l=')
    vector('rfc6376-3.5-l-is-negative', 'permerror', t('t=', 'l=-1; t='), reason='l=')
    vector('rfc6376-3.5-l-is-empty', 'permerror', t('t=', 'l=; t='), reason='l=')
    # d=, s=, i=
    for name, d in (('a-single-label', 'com'), ('with-a-space', 'example .com'), ('with-a-nul', 'example.com\0.evil.example'), ('with-a-trailing-dot', 'example.com.'),
                    ('empty', ''), ('with-an-empty-label', 'example..com'), ('with-a-slash', 'example.com/evil'), ('with-a-long-label', 'a' * 64 + '.com'),
                    ('with-quotes', '"example.com"'), ('with-parentheses', 'example.com(.evil.example'), ('with-latin-1', 'ex\udcfcmple.com')):
        broken = name in ('with-a-nul',)
        tags = t('d=example.com', f'd={d}')
        field = sign(HEADER, BODY, R2048, tags.replace('\udcfc', 'LATIN'))
        write(f'attacks-b02-d-{name}', field.replace(b'LATIN', b'\xfc') + HEADER + b'\r\n' + BODY,
              f'permerror - {"-" if broken else "rsa"} whole {"control" if broken else "d="}')
    vector('rfc6376-3.5-d-in-upper-case', 'pass', t('d=example.com', 'd=EXAMPLE.com'))
    vector('attacks-b02-s-with-a-nul', 'permerror', t('s=rsa', 's=rsa\0'), who='- -', reason='control')
    vector('attacks-b02-s-with-a-space', 'permerror', t('s=rsa', 's=r sa'), who='example.com -', reason='s=')
    vector('attacks-b02-s-with-a-slash', 'permerror', t('s=rsa', 's=r/sa'), who='example.com -', reason='s=')
    vector('rfc6376-3.1-s-with-dots', 'pass', t('s=rsa', 's=may.2026'), who='example.com may.2026', zone=record(f'p={P}', 'may.2026._domainkey.example.com'))
    vector('rfc6376-3.5-i-in-a-subdomain', 'pass', t('d=', 'i=alice@mail.example.com; d='))
    vector('rfc6376-3.5-i-without-local-part', 'pass', t('d=', 'i=@example.com; d='))
    vector('rfc6376-3.5-i-quoted-printable', 'pass', t('d=', 'i=a=3Db=40c=20d@example.com; d='))
    vector('rfc6376-3.5-i-in-another-domain', 'permerror', t('d=', 'i=alice@example.org; d='), reason='i=')
    vector('rfc6376-3.5-i-in-a-parent-domain', 'permerror', t('d=example.com', 'i=@example.com; d=sub.example.com'), who='sub.example.com rsa', reason='i=')
    vector('rfc6376-3.5-i-in-a-lookalike-domain', 'permerror', t('d=', 'i=alice@notexample.com; d='), reason='i=')
    vector('rfc6376-3.5-i-without-at', 'permerror', t('d=', 'i=example.com; d='), reason='i=')
    vector('rfc6376-3.5-i-with-broken-quoting', 'permerror', t('d=', 'i=a=4@example.com; d='), reason='i=')
    vector('rfc6376-3.5-i-with-a-line-break-in-it', 'permerror', t('d=', 'i=a=0D=0AX-Evil:1@example.com; d='), reason='i=')
    idn = {'xn--bcher-kva._domainkey.xn--mnchen-3ya.example': f'v=DKIM1; p={P}'}
    vector('rfc8616-5-u-labels', 'pass', t('d=example.com; s=rsa', 'd=münchen.example; s=bücher; i=jürgen@münchen.example'),
           who='xn--mnchen-3ya.example xn--bcher-kva', zone=idn)
    vector('rfc8616-5-a-labels', 'pass', t('d=example.com; s=rsa', 'd=xn--mnchen-3ya.example; s=xn--bcher-kva; i=@münchen.example'),
           who='xn--mnchen-3ya.example xn--bcher-kva', zone=idn)
    # h=
    vector('rfc6376-5.4-from-not-signed', 'permerror', t('h=from:', 'h='), reason='From')
    vector('rfc6376-3.5-h-in-any-case-and-folded', 'pass', t('from:to:subject', 'FROM :\r\n\t To\t: suBJect'))
    vector('rfc6376-3.5-h-is-empty', 'permerror', t('h=from:to:subject:date:message-id', 'h='), reason='h=')
    vector('rfc6376-3.5-h-with-an-empty-name', 'permerror', t('from:to', 'from::to'), reason='h=')
    vector('rfc6376-3.5-h-with-what-is-no-name', 'permerror', t('from:to', 'from:t o'), reason='h=')
    vector('rfc6376-5.4.2-fields-are-taken-from-the-bottom', 'pass', t('message-id', 'message-id:received'),
           sent_header=b'Received: from d.example by e.example; Thu, 28 May 2026 20:26:41 +0000\r\n' + HEADER)
    vector('rfc6376-5.4.2-all-of-several-are-signed', 'pass', t('message-id', 'message-id:received:received'))
    vector('rfc6376-5.4.2-several-in-another-order', 'fail', t('message-id', 'message-id:received:received'), reason='signature did not verify',
           sent_header=b''.join([fields_of(HEADER)[1], fields_of(HEADER)[0]] + fields_of(HEADER)[2:]))
    vector('rfc6376-5.4-field-that-is-not-there', 'pass', t('message-id', 'message-id:x-not-there:x-not-there'))
    vector('rfc6376-8.15-oversigned-field-was-added', 'fail', t('message-id', 'message-id:subject'), sent_header=b'Subject: Another\r\n' + HEADER, reason='signature did not verify')
    vector('rfc6376-5.4-oversigned-field-was-not-added', 'pass', t('message-id', 'message-id:subject:from'))
    vector('attacks-b06-second-from-above', 'fail', t('message-id', 'message-id:from'), sent_header=b'From: eve@evil.example\r\n' + HEADER, reason='signature did not verify')
    vector('rfc6376-8.15-second-from-above-that-is-not-signed', 'fail', sent_header=b'From: eve@evil.example\r\n' + HEADER, reason='From field that is not signed')
    vector('rfc6376-8.15-second-from-below-that-is-not-signed', 'fail', sent_header=HEADER + b'From: eve@evil.example\r\n', reason='From field that is not signed')
    vector('rfc6376-3.7-signed-field-removed', 'fail', sent_header=HEADER.replace(b'Message-ID: <1@example.com>\r\n', b''), reason='signature did not verify')
    vector('rfc6376-3.7-unsigned-field-added', 'pass', sent_header=b'X-Added: yes\r\n' + HEADER)
    vector('rfc6376-3.7-header-and-body-changed', 'fail', sent_header=HEADER.replace(b'A test', b'B test'), sent_body=b'x\r\n', reason='did not verify either')
    inner = sign(HEADER, BODY, R2048, t('h=from', 'h=from'))
    vector('rfc6376-3.5-h-with-dkim-signature-means-the-others', 'pass\npass', t('message-id', 'message-id:dkim-signature:dkim-signature'), header=inner + HEADER)
    with open(os.path.join(HERE, 'rfc6376-3.5-h-with-dkim-signature-means-the-others.result'), 'w', newline='\n') as file:
        file.write('pass example.com rsa whole\npass example.com rsa whole\n')
    # z= helps to explain.
    z = 'z=From:Alice=20=20<alice@example.com>|To:bob@example.net,=20carol@example.net|Subject:A=20test=20of=20signatures|Date:Thu,=2028=20May=202026=2020:26:40=20+0000'
    vector('rfc6376-3.5-z-is-ignored', 'pass', t('t=', z + '; t='))
    vector('rfc6376-3.5-z-names-what-was-changed', 'fail', t('t=', z + '; t='), sent_header=HEADER.replace(b'Subject:  A', b'Subject: [list] A'), reason='changed: Subject')
    # q=, t=, x=
    vector('rfc6376-3.5-q-dns-txt', 'pass', t('t=', 'q=dns/txt; t='))
    vector('rfc6376-3.5-q-with-others', 'pass', t('t=', 'q=http/x : dns/txt; t='))
    vector('rfc6376-3.5-q-unknown', 'permerror', t('t=', 'q=http; t='), reason='q=')
    vector('rfc6376-3.5-t-in-the-future', 'permerror', t('t=1779999000', f't={NOW + 86400}'), reason='future')
    vector('rfc6376-3.5-t-in-the-future-within-the-skew', 'pass', t('t=1779999000', f't={NOW + 200}'))
    vector('rfc6376-3.5-t-is-not-a-number', 'permerror', t('t=1779999000', 't=yesterday'), reason='t=')
    vector('rfc6376-3.5-t-is-empty', 'permerror', t('t=1779999000', 't='), reason='t=')
    vector('rfc6376-3.5-t-with-13-digits', 'permerror', t('t=1779999000', 't=1779999000000'), reason='t=')
    vector('rfc6376-3.5-x-later', 'pass', t('t=1779999000', f't=1779999000; x={NOW + 1}'))
    vector('rfc6376-3.5-x-passed', 'permerror', t('t=1779999000', f't=1779990000; x={NOW - 3600}'), reason='expired')
    vector('rfc6376-3.5-x-passed-within-the-skew', 'pass', t('t=1779999000', f't=1779999000; x={NOW - 200}'))
    vector('rfc6376-3.5-x-before-t', 'permerror', t('t=1779999000', 't=1779999000; x=1779998999'), reason='x=')
    vector('rfc6376-3.5-x-in-the-year-33658', 'pass', t('t=1779999000', 't=1779999000; x=999999999999'))
    # Key records.
    key_vector('rfc6376-3.6.1-p-alone', 'pass', f'p={P}')
    key_vector('rfc6376-3.6.1-all-tags', 'pass', f'v=DKIM1; h=sha1 : sha256; k=rsa; n=a note; s=email : x; t=y:z; g=; unknown=1; p={P};')
    key_vector('rfc6376-3.6.1-p-with-white-space', 'pass', f'v=DKIM1; p={P[:40]} {P[40:80]}\t{P[80:]}')
    key_vector('rfc6376-3.6.1-bare-rsapublickey', 'pass', f'v=DKIM1; p={R2048.bare()}')
    key_vector('rfc6376-3.6.1-version-2', 'permerror', f'v=DKIM2; p={P}', 'key syntax error')
    key_vector('rfc6376-3.6.1-version-in-lower-case', 'permerror', f'v=dkim1; p={P}', 'key syntax error')
    key_vector('rfc6376-3.6.1-version-not-first', 'permerror', f'k=rsa; v=DKIM1; p={P}', 'key syntax error')
    key_vector('rfc6376-3.6.1-no-p', 'permerror', 'v=DKIM1; k=rsa', 'key syntax error')
    key_vector('rfc6376-6.1.2-revoked', 'permerror', 'v=DKIM1; p=', 'revoked')
    key_vector('rfc6376-6.1.2-p-is-not-base64', 'permerror', 'v=DKIM1; p=*', 'key syntax error')
    key_vector('rfc6376-6.1.2-p-is-no-key', 'permerror', f'v=DKIM1; p={b64(b"no key at all")}', 'key syntax error')
    key_vector('rfc6376-6.1.2-p-is-cut-off', 'permerror', f'v=DKIM1; p={P[:200]}', 'key syntax error')
    key_vector('rfc6376-6.1.2-duplicate-tag', 'permerror', f'v=DKIM1; p={P}; p={P}', 'key syntax error')
    key_vector('rfc6376-6.1.2-unknown-key-type', 'permerror', f'v=DKIM1; k=dsa; p={P}', 'inappropriate key algorithm')
    key_vector('rfc6376-6.1.2-key-type-of-another-algorithm', 'permerror', f'v=DKIM1; k=ed25519; p={ED.p()}', 'inappropriate key algorithm')
    key_vector('rfc6376-6.1.2-inappropriate-hash', 'permerror', f'v=DKIM1; h=sha1; p={P}', 'inappropriate hash')
    key_vector('rfc6376-3.6.1-service-all', 'pass', f'v=DKIM1; s=*; p={P}')
    key_vector('rfc6376-3.6.1-service-other', 'permerror', f'v=DKIM1; s=tlsrpt; p={P}', 'not for mail')
    key_vector('rfc6376-3.6.1-strict-with-same-domain', 'pass', f'v=DKIM1; t=s; p={P}', tags=t('d=', 'i=a@example.com; d='))
    key_vector('rfc6376-3.6.1-strict-with-subdomain', 'permerror', f'v=DKIM1; t=y:s; p={P}', 't=s', tags=t('d=', 'i=a@mail.example.com; d='))
    key_vector('rfc6376-6.1.3-key-of-somebody-else', 'fail', f'v=DKIM1; p={Rsa(2048).p()}', 'signature did not verify')
    ed_tags = t('rsa-sha256', 'ed25519-sha256').replace('s=rsa', 's=ed')
    vector('rfc8463-4-p-with-31-octets', 'permerror', ed_tags, key=ED, who='example.com ed', reason='key syntax error',
           zone=record(f'v=DKIM1; k=ed25519; p={b64(b"x" * 31)}', 'ed._domainkey.example.com'))
    vector('rfc8463-4-p-as-spki', 'permerror', ed_tags, key=ED, who='example.com ed', reason='key syntax error',
           zone=record(f'v=DKIM1; k=ed25519; p={b64(ED.key.public_key().public_bytes(DER, SPKI))}', 'ed._domainkey.example.com'))
    vector('rfc8463-3-k-left-out-is-rsa', 'permerror', ed_tags, key=ED, who='example.com ed', reason='inappropriate key algorithm',
           zone=record(f'v=DKIM1; p={ED.p()}', 'ed._domainkey.example.com'))
    vector('rfc8463-3-changed', 'fail', ed_tags, key=ED, who='example.com ed', sent_header=HEADER.replace(b'A test', b'B test'), reason='signature did not verify')
    for key, bits, result, reason in ((R512, 512, 'permerror', 'only 512 bits'), (R768, 768, 'permerror', 'only 768 bits'), (R1024, 1024, 'pass', ''),
                                      (R9216, 9216, 'permerror', '9216 bits')):
        vector(f'rfc8301-3.2-rsa-with-{bits}-bits', result, key=key, zone=record(f'v=DKIM1; p={key.p()}'), reason=reason)
    # The DNS.
    owner = 'rsa._domainkey.example.com'
    vector('rfc6376-6.1.2-no-such-name', 'permerror', zone={'example.com': 'v=spf1 -all'}, reason='does not exist')
    vector('rfc6376-6.1.2-no-txt-record', 'permerror', zone={'x.' + owner: 'x'}, reason='no TXT record')
    vector('rfc6376-6.1.2-server-failure', 'temperror', zone={owner: 'SERVFAIL'}, reason='DNS failed')
    vector('rfc6376-6.1.2-timeout', 'temperror', zone={owner: 'TIMEOUT'}, reason='in time')
    vector('rfc6376-6.1.2-wildcard-of-something-else', 'permerror', zone={'*.example.com': 'v=spf1 -all'}, reason='key syntax error')
    vector('rfc6376-6.1.2-several-records', 'pass', zone={owner: ['v=spf1 -all', f'v=DKIM1; p={Rsa(2048).p()}', f'v=DKIM1; p={P}']})
    # Several signatures, malformed headers.
    two = sign(HEADER, BODY, R2048, TAGS) + sign(HEADER, BODY, ED, ed_tags)
    write('rfc8463-3-two-signatures', two + HEADER + b'\r\n' + BODY, 'pass example.com rsa whole\npass example.com ed whole')
    write('rfc6376-6.1-a-bad-one-beside-a-good-one', b'DKIM-Signature: v=1; nonsense\r\n' + two + HEADER + b'\r\n' + BODY,
          'permerror - - whole without\npass example.com rsa whole\npass example.com ed whole')
    write('rfc6376-3.8-line-that-is-no-field', sign(HEADER, BODY, R2048, TAGS) + b'this is no field\r\n' + HEADER + b'\r\n' + BODY,
          'permerror example.com rsa whole no header field')
    write('rfc6376-3.8-mbox-line-is-tolerated', b'From alice Thu May 28 20:26:40 2026\r\n' + sign(HEADER, BODY, R2048, TAGS) + HEADER + b'\r\n' + BODY,
          'pass example.com rsa whole')
    write('rfc8601-2.7.1-unsigned', HEADER + b'\r\n' + BODY, 'none')


main()
