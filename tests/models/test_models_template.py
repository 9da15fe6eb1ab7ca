import pytest

from desktop.domain.errors import ModelLoadError
from models.template import ChatForm, chat_form

PARTS = (
    "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>"
    "{% for p in m.content %}{{ p.text }}{% endfor %}{{ eos_token }}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
FLAT = "{% for m in messages %}[INST]{{ m['content'] + '' }}[/INST]{% endfor %}"


def form(template, *, is_bos_added=True):
    return chat_form(template, bos="<s>", eos="</s>", is_bos_added=is_bos_added)


def test_a_template_is_cut_at_picture_and_question():
    assert form(PARTS) == ChatForm("<|user|>", "", "</s><|assistant|>")


def test_the_token_for_the_beginning_is_kept_where_the_vocabulary_does_not_add_it():
    assert form(PARTS, is_bos_added=False).before == "<s><|user|>"


def test_templates_that_want_plain_text_are_served():
    assert form(FLAT) == ChatForm("[INST]", "", "[/INST]")


def test_a_model_without_a_template_gets_plain_lines():
    assert form("") == ChatForm("", "\n", "\n")


@pytest.mark.parametrize(
    "template",
    [
        "nothing of the message",
        "{{ messages[0].content[0].text }}",
        "{% for",
        "{{ raise_exception('no pictures') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ messages.clear() }}",
        "x" * (256 << 10) + "x",
    ],
)
def test_a_template_that_cannot_be_used_is_named(template):
    with pytest.raises(ModelLoadError):
        form(template)


def test_the_day_does_not_change_a_prompt():
    assert form("{{ strftime_now('%d') }}" + PARTS) == form(PARTS)
