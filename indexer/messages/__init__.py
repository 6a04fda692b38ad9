"""How is a person told something: in French, and so that nothing she reads acts on her terminal?"""
